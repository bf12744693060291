import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';

/** A stand-in's HTTP server on loopback. */
export type LoopbackServer = { readonly url: string; readonly port: number; stop(): Promise<void> };

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
      server.closeAllConnections();
      await closed;
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

/** Reads a request's body, or nothing when it is larger than allowed. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Without an encoding a request yields buffers.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
