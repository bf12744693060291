/** A Lambda endpoint whose functions are closures of the test. */
import { once } from 'node:events';
import { createServer } from 'node:http';

/** What a function does with its event; a thrown error is the function's failure. */
export type TestFunction = (event: unknown) => unknown;

export type LambdaEndpoint = {
  readonly url: string;
  readonly port: number;
  /** How often a function was called. */
  calls(name: string): number;
  stop(): Promise<void>;
};

/** Starts it, on any free port or on one that a test had before. */
export async function startLambdaEndpoint(
  functions: Readonly<Record<string, TestFunction>>,
  port = 0,
): Promise<LambdaEndpoint> {
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const reference = decodeURIComponent(/functions\/(.+)\/invocations/.exec(request.url ?? '')?.[1] ?? '');
    const name = reference.split(':').at(-1) ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
    void readText(request).then(async (text) => {
      const { status = 200, headers = {}, body } = await answer(functions[name], reference, text);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body ?? null));
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${actual}`,
    port: actual,
    calls: (name) => counts.get(name) ?? 0,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown };

async function answer(work: TestFunction | undefined, reference: string, text: string): Promise<Answer> {
  if (!work) {
    const body = { Type: 'User', Message: `Function not found: ${reference}` };
    return { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body };
  }
  try {
    return { headers: { 'x-amz-executed-version': '$LATEST' }, body: await work(JSON.parse(text || '{}')) };
  } catch (error) {
    const { name: errorType, message: errorMessage } =
      error instanceof Error ? error : new Error(String(error));
    return { headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorType, errorMessage, trace: [] } };
  }
}

async function readText(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
