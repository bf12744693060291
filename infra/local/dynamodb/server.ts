import dynalite from 'dynalite';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { isFromBrowser, type LoopbackServer } from '#infra/local/wire/http.ts';

/** Serves DynamoDB on loopback, kept in the given folder; what it answered survives `kill -9`. */
export async function startDynamoDb(options: {
  readonly dataDirectory: string;
  readonly port?: number;
}): Promise<LoopbackServer> {
  mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 });
  const server = dynalite({ path: options.dataDirectory, createTableMs: 0, deleteTableMs: 0 });
  refuseBrowsers(server.listeners('request') as RequestListener[], server);
  server.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('DynamoDB got no TCP port');
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.closeIdleConnections();
      // Its own close waits for requests under way and then closes the files.
      await new Promise((settle) => server.close(settle));
    },
  };
}
