/** The HTTP API in front of the functions, as API Gateway is on AWS. */
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { Server } from 'node:http';
import { listenOnLoopback, readBody, type LoopbackServer } from '#infra/local/wire/http.ts';
import { responseOf, type FunctionAnswer } from './answer.ts';
import { createAuthorizer, type Authorize, type AuthorizerOptions } from './authorizer.ts';
import { eventOf, type HttpApiEvent } from './event.ts';
import { problem } from './problem.ts';
import { accountLimits, createThrottle, type ThrottleLimits } from './throttle.ts';

type GatewayRoute = {
  readonly route: string;
  readonly function: string;
  readonly auth: 'jwt' | 'none';
};

export type GatewayOptions = {
  readonly port: number;
  readonly routes: readonly GatewayRoute[];
  readonly authorizer: AuthorizerOptions;
  readonly invoke: (name: string, event: HttpApiEvent) => Promise<FunctionAnswer>;
  readonly throttle?: ThrottleLimits;
  readonly timeoutMs?: number;
  readonly log?: (line: string) => void;
};

type Environment = { readonly Bindings: HttpBindings };

/** Lambda's limit of an event is the first that a body meets. */
const maxBodyBytes = 6 * 1024 * 1024;
const integrationTimeoutMs = 30_000;

/** Serves the routes on loopback. */
export async function startGateway(options: GatewayOptions): Promise<LoopbackServer> {
  const app = new Hono<Environment>();
  const mayPass = createThrottle(options.throttle ?? accountLimits);
  const authorize = createAuthorizer(options.authorizer);
  app.use(async (_, next) => {
    if (!mayPass()) return problem(429, 'too many requests at once: wait a second', { 'retry-after': '1' });
    return await next();
  });
  for (const route of mostSpecificFirst(options.routes)) {
    const [method = '', path = ''] = route.route.split(' ');
    const serve = (context: Context<Environment>): Promise<Response> =>
      handle(context, { route, authorize, options });
    if (method === 'ANY') app.all(patternOf(path), serve);
    else app.on(method, patternOf(path), serve);
  }
  app.notFound(() => problem(404, 'there is no such route: see /openapi.json'));
  app.onError((error) => {
    options.log?.(`gateway: ${error.stack ?? error.message}`);
    return problem(500, 'the gateway failed; its log says why');
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  if (!(server instanceof Server)) throw new Error('the gateway speaks HTTP/1.1 only');
  return await listenOnLoopback(server, options.port);
}

type Served = {
  readonly route: GatewayRoute;
  readonly authorize: Authorize;
  readonly options: GatewayOptions;
};

async function handle(context: Context<Environment>, served: Served): Promise<Response> {
  const { route, authorize, options } = served;
  const verdict =
    route.auth === 'jwt' ? await authorize(context.req.header('authorization')) : ({ kind: 'open' } as const);
  if (verdict.kind === 'unknown') return problem(503, verdict.reason, { 'retry-after': '1' });
  if (verdict.kind === 'refused') return problem(401, verdict.reason, { 'www-authenticate': 'Bearer' });

  const { incoming } = context.env;
  const body = await readBody(incoming, maxBodyBytes);
  if (body === undefined) {
    const detail = `a body may have ${maxBodyBytes} bytes at most: send it in parts`;
    return problem(413, detail, { connection: 'close' });
  }
  const event = eventOf(context.req.raw, {
    routeKey: route.route,
    sourceIp: incoming.socket.remoteAddress ?? '',
    body,
    ...(verdict.kind === 'accepted' ? { claims: verdict.claims } : {}),
  });
  const invocation = options.invoke(route.function, event);
  return await withinTime(invocation, options.timeoutMs ?? integrationTimeoutMs);
}

async function withinTime(invocation: Promise<FunctionAnswer>, limitMs: number): Promise<Response> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Response>((settle) => {
    timer = setTimeout(() => settle(problem(503, `no answer within ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([invocation.then(responseOf), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The router takes the first route that fits; API Gateway takes the one that says most. */
function mostSpecificFirst(routes: readonly GatewayRoute[]): readonly GatewayRoute[] {
  const generality = ({ route }: GatewayRoute): number =>
    (route.includes('+}') ? 4 : 0) + (route.includes('{') ? 2 : 0) + (route.startsWith('ANY ') ? 1 : 0);
  return routes.toSorted((a, b) => generality(a) - generality(b));
}

/** `/things/{id}` → `/things/:id`, `/{proxy+}` → `/*`. */
function patternOf(path: string): string {
  return path.replaceAll(/\{\w+\+\}/g, '*').replaceAll(/\{(\w+)\}/g, ':$1');
}
