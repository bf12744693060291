import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';

/** A stand-in's HTTP server on loopback. */
export type LoopbackServer = { readonly url: string; readonly port: number; stop(): Promise<void> };

/** Requests under way may finish for so long when a server stops. */
const graceMs = 1_000;

/** Serves on 127.0.0.1; port 0 takes any. */
export async function serveOnLoopback(listener: RequestListener, port = 0): Promise<LoopbackServer> {
  return await listenOnLoopback(createServer({ keepAliveTimeout: 65_000 }, listener), port);
}

/** Opens a server on 127.0.0.1 and says how to reach and to stop it. */
export async function listenOnLoopback(server: Server, port = 0): Promise<LoopbackServer> {
  server.listen({ port, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server got no TCP port');
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      const impatient = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(impatient);
    },
  };
}

/**
 * Whether a web page sent this request. The stand-ins know no passwords, and every site open in a browser can
 * post to 127.0.0.1; browsers always say so in `Origin` or `Sec-Fetch-Site`, AWS clients never do.
 */
export function isFromBrowser({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
}

/**
 * Reads a request's body, or nothing when it is larger than allowed. The rest of a large one is thrown away as it
 * comes, for a client that is cut off while it sends never reads the answer.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return undefined;
  return await new Promise((settle, fail) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      settle(undefined);
    });
    request.once('end', () => settle(Buffer.concat(chunks)));
    request.once('error', fail);
    request.once('close', () => fail(new Error('the client went away before it had sent its request')));
  });
}
