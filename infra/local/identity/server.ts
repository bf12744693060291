import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { styleSource } from './pages.ts';
import { createProvider } from './provider.ts';
import { handleSignIn } from './sign-in.ts';
import { openIdentityStore } from './store.ts';

/** What the local identity is told when it starts. */
export type IdentityOptions = {
  /** 0 takes any free port; sessions and tokens survive a restart on the same port only. */
  readonly port: number;
  readonly dataDirectory: string;
  /** Where the web app is, without a slash at the end. */
  readonly webUrl: string;
  /** Audience of access tokens: what the API's authorizer expects. */
  readonly apiAudience: string;
  readonly webClientSecret: string;
  readonly log?: (message: string) => void;
};

/** A running local identity. */
export type Identity = { readonly issuer: string; readonly jwksUri: string; stop(): Promise<void> };

/** Starts the OpenID provider of this machine on loopback. */
export async function startIdentity(options: IdentityOptions): Promise<Identity> {
  const store = openIdentityStore(options.dataDirectory);
  const server = createServer();
  const issuer = await listen(server, options.port);
  const provider = createProvider({ ...options, issuer }, store);
  const log = options.log ?? (() => undefined);
  provider.on('server_error', (_ctx, error) => log(`identity: ${error.stack ?? error.message}`));
  const answer = provider.callback();
  const { host } = new URL(issuer);
  const webOrigin = new URL(options.webUrl).origin;

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    setSecurityHeaders(response, webOrigin);
    // Another name for this address is a rebinding attack or a mistake; both would get cookies that do not fit.
    if (request.headers.host !== host) {
      response.writeHead(421, { 'content-type': 'text/plain' }).end(`This is ${issuer}; use that address.\n`);
      return;
    }
    const handled = request.url?.startsWith('/sign-in/')
      ? handleSignIn(provider, { request, response }, options.webUrl)
      : answer(request, response);
    handled.catch((error: unknown) => {
      log(`identity: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (response.headersSent) response.destroy();
      else
        response.writeHead(500, { 'content-type': 'text/plain' }).end('The identity failed; see its log.\n');
    });
  });
  return { issuer, jwksUri: `${issuer}/.well-known/jwks.json`, stop: () => stop(server, store) };
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the identity got no port to listen on');
  return `http://127.0.0.1:${address.port}`;
}

async function stop(server: Server, store: { close(): void }): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  store.close();
}

function setSecurityHeaders(response: ServerResponse, webOrigin: string): void {
  const policy = [
    "default-src 'none'",
    // The provider adds the hash of its one auto-submit line to the pages that have it.
    "script-src 'none'",
    `style-src ${styleSource}`,
    // Browsers apply it to the redirects after a form too, and the last of those leads to the web app.
    `form-action 'self' ${webOrigin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  response.setHeader('content-security-policy', policy.join('; '));
  response.setHeader('cache-control', 'no-store');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
}
