/** HTTP API events (payload 2.0) in, answers out. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
import { Refusal } from './refusal.ts';

/** An HTTP request, as the handlers see it. */
export type HttpRequest = {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
  /** Claims of the access token, checked by the gateway; empty where a route needs none. */
  readonly claims: Readonly<Record<string, unknown>>;
};

/** What a handler answers the gateway with. */
export type HttpResponse = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type GatewayEvent = {
  readonly rawPath: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly requestId: string;
    readonly http: { readonly method: string };
    readonly authorizer?: { readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> } };
  };
};

/** Whether the event came through the HTTP API; workflows and sweepers call with plain objects. */
export function isHttpEvent(event: unknown): event is GatewayEvent {
  return (
    typeof event === 'object' &&
    event !== null &&
    'requestContext' in event &&
    typeof event.requestContext === 'object' &&
    event.requestContext !== null &&
    'http' in event.requestContext
  );
}

/** Reads the gateway's event. */
export function readRequest(event: GatewayEvent): HttpRequest {
  const { requestContext } = event;
  return {
    requestId: requestContext.requestId,
    method: requestContext.http.method,
    path: event.rawPath,
    query: event.queryStringParameters ?? {},
    headers: event.headers ?? {},
    body: event.body ?? null,
    isBase64Encoded: event.isBase64Encoded === true,
    claims: requestContext.authorizer?.jwt?.claims ?? {},
  };
}

/** Who calls: the subject of the token; a request without one gets 401. */
export function callerOf(request: HttpRequest): { readonly sub: string } {
  const sub = request.claims['sub'];
  if (typeof sub === 'string' && sub !== '') return { sub };
  throw new Refusal(401, 'Sign-in is needed', { detail: 'the request carries no valid access token' });
}

const securityHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** A JSON answer. */
export function jsonResponse(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...securityHeaders, ...headers },
    body: JSON.stringify(body),
  };
}
