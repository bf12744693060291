import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type GatewayOptions } from '#infra/local/gateway/server.ts';
import { serveOnLoopback, type LoopbackServer } from '#infra/local/wire/http.ts';
import { routes } from '#infra/topology-routes.ts';

type Event = {
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly http: { readonly method: string };
    readonly authorizer?: { readonly jwt: { readonly claims: Readonly<Record<string, string>> } };
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
};

const issuer = 'http://127.0.0.1/issuer';
const { privateKey, publicKey } = await generateKeyPair('RS256');
const stranger = await generateKeyPair('RS256');

let keys: LoopbackServer;
let gateway: LoopbackServer;
/** What the last function was called with. */
let seen: { name: string; event: Event };
let answer: () => Promise<{ payload: string; functionError?: string }>;

beforeAll(async () => {
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  keys = await serveOnLoopback((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
  });
  gateway = await startGateway(options({}));
});

afterAll(async () => {
  await gateway.stop();
  await keys.stop();
});

function options(some: Partial<GatewayOptions>): GatewayOptions {
  answerWith({ ok: true });
  return {
    port: 0,
    routes,
    authorizer: { issuer, jwksUri: `${keys.url}/jwks.json`, audience: ['stock-mate-api'] },
    invoke: (name, event) => {
      // The gateway's own events have this shape, which these tests are about.
      seen = { name, event: event as unknown as Event };
      return answer();
    },
    ...some,
  };
}

function answerWith(result: unknown, functionError?: string): void {
  const payload = JSON.stringify(result);
  answer = () => Promise.resolve(functionError === undefined ? { payload } : { payload, functionError });
}

async function tokenOf(claims: JWTPayload = {}, key = privateKey): Promise<string> {
  const whole = { iss: issuer, sub: 'operator', aud: 'stock-mate-api', token_use: 'access', ...claims };
  const signed = new SignJWT(whole).setProtectedHeader({ alg: 'RS256', kid: 'k1' });
  return await (claims.exp === undefined ? signed.setExpirationTime('5m') : signed).sign(key);
}

async function call(path: string, init: RequestInit & { token?: string } = {}): Promise<Response> {
  const { token = await tokenOf(), ...rest } = init;
  const headers = new Headers(rest.headers);
  if (token !== '') headers.set('authorization', `Bearer ${token}`);
  return await fetch(`${gateway.url}${path}`, { ...rest, headers });
}

describe('routes', () => {
  it.each([
    ['GET', '/products?limit=2', 'data-query', 'GET /{proxy+}'],
    ['POST', '/products', 'event-emitter', 'POST /{proxy+}'],
    ['DELETE', '/approvals/1/decision', 'event-emitter', 'DELETE /{proxy+}'],
    ['GET', '/health', 'data-query', 'GET /health'],
  ])('take %s %s to %s', async (method, path, name, routeKey) => {
    expect((await call(path, { method })).status).toBe(200);
    expect(seen.name).toBe(name);
    expect(seen.event.routeKey).toBe(routeKey);
  });

  it('are open without a token only where they say so', async () => {
    expect((await call('/health', { token: '' })).status).toBe(200);
    expect((await call('/openapi.json', { token: '' })).status).toBe(200);
    expect((await call('/products', { token: '' })).status).toBe(401);
  });

  it('answer 404 for a method that nobody serves', async () => {
    const response = await call('/products', { method: 'OPTIONS' });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('the authorizer', () => {
  it('hands the claims on as text', async () => {
    await call('/products', { token: await tokenOf({ 'cognito:groups': ['a', 'b'], auth_time: 17 }) });
    expect(seen.event.requestContext.authorizer?.jwt.claims).toMatchObject({
      sub: 'operator',
      iss: issuer,
      auth_time: '17',
      'cognito:groups': '[a b]',
    });
  });

  it('takes the client of a token without an audience', async () => {
    expect(
      (await call('/products', { token: await tokenOf({ aud: undefined, client_id: 'stock-mate-api' }) }))
        .status,
    ).toBe(200);
    expect(
      (await call('/products', { token: await tokenOf({ aud: undefined, client_id: 'other' }) })).status,
    ).toBe(401);
  });

  const past = Math.floor(Date.now() / 1000) - 60;
  it.each([
    ['an expired token', () => tokenOf({ exp: past })],
    ['a token of another issuer', () => tokenOf({ iss: 'http://elsewhere' })],
    ['a token for another audience', () => tokenOf({ aud: 'other', client_id: 'stock-mate-api' })],
    ['an id token', () => tokenOf({ token_use: 'id' })],
    ['a token signed by somebody else', () => tokenOf({}, stranger.privateKey)],
    ['a token without a signature', () => `${btoa('{"alg":"none"}')}.${btoa('{"sub":"admin"}')}.`],
    [
      'a token signed with a shared secret',
      () =>
        new SignJWT({ sub: 'admin', token_use: 'access' })
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .setIssuer(issuer)
          .setAudience('stock-mate-api')
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode('a secret that is long enough for it')),
    ],
    ['nonsense', () => 'nonsense'],
  ])('refuses %s', async (_, make) => {
    const response = await call('/products', { token: await make() });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ title: 'Unauthorized', status: 401 });
  });

  it('says that it cannot tell while the keys are out of reach', async () => {
    const lost = await startGateway(
      options({ authorizer: { issuer, jwksUri: 'http://127.0.0.1:9/jwks', audience: ['stock-mate-api'] } }),
    );
    const headers = { authorization: `Bearer ${await tokenOf()}` };
    expect((await fetch(`${lost.url}/products`, { headers })).status).toBe(503);
    await lost.stop();
  });
});

describe('an event', () => {
  it('has the path and the query as they were sent', async () => {
    await call('/products/a%20b?tag=x&tag=y&q=%C3%BC');
    expect(seen.event).toMatchObject({
      rawPath: '/products/a%20b',
      rawQueryString: 'tag=x&tag=y&q=%C3%BC',
      queryStringParameters: { tag: 'x,y', q: 'ü' },
      pathParameters: { proxy: 'products/a%20b' },
      requestContext: { http: { method: 'GET' } },
    });
  });

  it('has headers in lower case, and none by which a client could pose as somebody else', async () => {
    await call('/products', {
      headers: {
        'Stock-Mate-Tenant': 't1',
        Cookie: 'a=1; b=2',
        'X-Tenant': 'evil',
        'X-Tenant-Id': 'evil',
        'X-User-Id': 'evil',
        'X-Forwarded-For': '1.2.3.4',
        Forwarded: 'for=1.2.3.4',
      },
    });
    expect(seen.event.headers['stock-mate-tenant']).toBe('t1');
    expect(seen.event.cookies).toEqual(['a=1', 'b=2']);
    expect(JSON.stringify(seen.event.headers)).not.toMatch(/evil|1\.2\.3\.4/);
  });

  it('has text bodies as text and others in base64', async () => {
    const post = (type: string, body: string | Uint8Array<ArrayBuffer>, more: Record<string, string> = {}) =>
      call('/imports', { method: 'POST', body, headers: { 'content-type': type, ...more } });
    await post('application/json; charset=utf-8', '{"ü":1}');
    expect(seen.event).toMatchObject({ body: '{"ü":1}', isBase64Encoded: false });
    await post('application/problem+json', '{}');
    expect(seen.event.isBase64Encoded).toBe(false);
    await post('application/octet-stream', Uint8Array.of(0, 255));
    expect(seen.event).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
    await post('text/csv', Uint8Array.of(31, 139), { 'content-encoding': 'gzip' });
    expect(seen.event).toMatchObject({ body: 'H4s=', isBase64Encoded: true });
  });

  it('is refused when its body is too large, without taking it in', async () => {
    const body = 'x'.repeat(10_000_000);
    const before = process.memoryUsage.rss();
    expect((await call('/imports', { method: 'POST', body })).status).toBe(413);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let index = 0; index < 10; index += 1) controller.enqueue(new Uint8Array(1_000_000));
        controller.close();
      },
    });
    const chunked = { method: 'POST', body: stream, duplex: 'half' } as RequestInit;
    expect((await call('/imports', chunked)).status).toBe(413);
    expect(process.memoryUsage.rss() - before).toBeLessThan(200_000_000);
    expect((await call('/products')).status).toBe(200);
  });
});

describe('an answer', () => {
  it('keeps its status, headers, cookies and body', async () => {
    answerWith({
      statusCode: 202,
      headers: { location: '/events/1', 'content-type': 'application/json' },
      cookies: ['a=1; Path=/', 'b=2'],
      body: '{"eventId":"1"}',
    });
    const response = await call('/products', { method: 'POST', body: '{}' });
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe('/events/1');
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect(await response.json()).toEqual({ eventId: '1' });
  });

  it('may be binary, empty, or a bare value', async () => {
    answerWith({ statusCode: 200, body: 'AP8=', isBase64Encoded: true });
    expect(new Uint8Array(await (await call('/x')).arrayBuffer())).toEqual(Uint8Array.of(0, 255));
    answerWith({ statusCode: 304, headers: { etag: '"1"' } });
    expect((await call('/x')).status).toBe(304);
    answerWith({ plain: true });
    expect(await (await call('/x')).json()).toEqual({ plain: true });
  });

  it('is a problem when the function fails, and says when to try again', async () => {
    answerWith({ errorType: 'TypeError', errorMessage: 'secret details' }, 'Unhandled');
    const failed = await call('/x');
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain('secret');
    answerWith({ errorType: 'Sandbox.Timedout' }, 'Unhandled');
    const late = await call('/x');
    expect(late.status).toBe(503);
    expect(late.headers.get('retry-after')).toBe('1');
    answerWith({ statusCode: 'fine' });
    expect((await call('/x')).status).toBe(500);
  });

  it('is not waited for longer than the limit', async () => {
    const hasty = await startGateway(options({ timeoutMs: 100 }));
    answer = () => new Promise(() => {});
    const headers = { authorization: `Bearer ${await tokenOf()}` };
    const response = await fetch(`${hasty.url}/x`, { headers });
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    await hasty.stop();
    answerWith({});
  });
});

describe('the gateway', () => {
  it('throttles', async () => {
    const narrow = await startGateway(options({ throttle: { ratePerSecond: 0.01, burst: 2 } }));
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await fetch(`${narrow.url}/health`)).status);
    expect(statuses).toEqual([200, 200, 429]);
    await narrow.stop();
  });

  it('listens on loopback only', () => {
    expect(gateway.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });

  it('survives a client that goes away while it sends', async () => {
    const token = await tokenOf();
    await new Promise<void>((settle) => {
      const socket = connect(gateway.port, '127.0.0.1', () => {
        socket.write(
          `POST /x HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\ncontent-length: 100\r\n\r\nhalf`,
        );
        setTimeout(() => socket.destroy(), 50);
      });
      socket.once('close', () => settle());
    });
    expect((await call('/products')).status).toBe(200);
  });
});
