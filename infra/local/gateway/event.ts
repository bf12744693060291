/**
 * Requests as events, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { randomUUID } from 'node:crypto';
import { account } from '#infra/local/arns.ts';

/** What of a request is not in the request itself. */
export type RequestFacts = {
  readonly routeKey: string;
  readonly sourceIp: string;
  readonly claims?: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** An HTTP API event as a function receives it. */
export type HttpApiEvent = Readonly<Record<string, unknown>>;

/** Headers with which a client could pose as somebody else, were any function ever to read them. */
const forgeable = /^(?:x-tenant|x-user|x-forwarded-|x-amzn-|forwarded$)/;

/** Renders a request as the event that API Gateway would send. */
export function eventOf(request: Request, facts: RequestFacts): HttpApiEvent {
  const url = new URL(request.url);
  const rawQueryString = url.search.slice(1);
  const cookies = request.headers.get('cookie');
  return {
    version: '2.0',
    routeKey: facts.routeKey,
    rawPath: url.pathname,
    rawQueryString,
    ...(cookies === null ? {} : { cookies: cookies.split(/; */) }),
    headers: headersOf(request),
    ...(rawQueryString === '' ? {} : { queryStringParameters: queryOf(url.searchParams) }),
    ...(facts.routeKey.includes('{proxy+}') ? { pathParameters: { proxy: url.pathname.slice(1) } } : {}),
    requestContext: contextOf(request, url, facts),
    ...bodyOf(request, facts.body),
  };
}

function contextOf(request: Request, url: URL, { routeKey, sourceIp, claims }: RequestFacts): unknown {
  const now = new Date();
  return {
    accountId: account,
    apiId: 'local',
    domainName: url.hostname,
    domainPrefix: 'local',
    ...(claims === undefined ? {} : { authorizer: { jwt: { claims, scopes: null } } }),
    http: {
      method: request.method,
      path: url.pathname,
      protocol: 'HTTP/1.1',
      sourceIp,
      userAgent: request.headers.get('user-agent') ?? '',
    },
    requestId: randomUUID(),
    routeKey,
    stage: '$default',
    time: now.toUTCString(),
    timeEpoch: now.getTime(),
  };
}

function headersOf(request: Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers) {
    if (!forgeable.test(name)) headers[name] = value;
  }
  return headers;
}

/** Values of a name given more than once are joined by commas. */
function queryOf(parameters: URLSearchParams): Record<string, string> {
  const query: Record<string, string> = {};
  for (const name of new Set(parameters.keys())) query[name] = parameters.getAll(name).join(',');
  return query;
}

function bodyOf(
  request: Request,
  body: Uint8Array,
): { readonly body?: string; readonly isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText =
    !request.headers.has('content-encoding') && textTypes.test(request.headers.get('content-type') ?? '');
  return { body: Buffer.from(body).toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

const textTypes = /^(?:text\/|application\/(?:json|javascript|xml)\b|application\/[\w.-]+\+(?:json|xml)\b)/i;
