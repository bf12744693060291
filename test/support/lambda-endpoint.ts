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
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const reference = decodeURIComponent(/functions\/(.+)\/invocations/.exec(request.url ?? '')?.[1] ?? '');
    const name = reference.split(':').at(-1) ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const work = functions[name];
    if (!work) {
      response.writeHead(404, {
        'x-amzn-errortype': 'ResourceNotFoundException',
        'content-type': 'application/json',
      });
      response.end(JSON.stringify({ Type: 'User', Message: `Function not found: ${reference}` }));
      return;
    }
    try {
      const result = await work(JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}'));
      response.writeHead(200, { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' });
      response.end(JSON.stringify(result ?? null));
    } catch (error) {
      const { name: errorType, message: errorMessage } =
        error instanceof Error ? error : new Error(String(error));
      response.writeHead(200, { 'content-type': 'application/json', 'x-amz-function-error': 'Unhandled' });
      response.end(JSON.stringify({ errorType, errorMessage, trace: [] }));
    }
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
