import dynalite from 'dynalite';
import { mkdirSync } from 'node:fs';
import { isFromBrowser, listenOnLoopback, type LoopbackServer } from '#infra/local/wire/http.ts';

export type DynamoDbOptions = { readonly dataDirectory: string; readonly port?: number };

/** Serves DynamoDB on loopback, kept in the given folder; what it has answered survives `kill -9`. */
export async function startDynamoDb({ dataDirectory, port }: DynamoDbOptions): Promise<LoopbackServer> {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const server = dynalite({ path: dataDirectory, createTableMs: 0, deleteTableMs: 0 });
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (isFromBrowser(request)) response.writeHead(403).end('not for web pages');
    else for (const listener of listeners) listener(request, response);
  });
  return await listenOnLoopback(server, port);
}
