/**
 * The JWT authorizer of an HTTP API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';

export type AuthorizerOptions = {
  readonly issuer: string;
  readonly jwksUri: string;
  /** Values one of which a token's `aud`, or without it its `client_id`, must have. */
  readonly audience: readonly string[];
};

/** What a token was found to be. */
type Verdict =
  | { readonly kind: 'accepted'; readonly claims: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Checks an Authorization header. */
export type Authorize = (header: string | undefined) => Promise<Verdict>;

/** Makes the check of an Authorization header. */
export function createAuthorizer(options: AuthorizerOptions): Authorize {
  const keys = createRemoteJWKSet(new URL(options.jwksUri));
  return async (header) => {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) {
      return { kind: 'refused', reason: 'the header Authorization: Bearer <access token> is missing' };
    }
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: options.issuer,
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['exp', 'sub'],
      });
      const fault = faultOf(payload, options.audience);
      return fault === undefined
        ? { kind: 'accepted', claims: claimsAsText(payload) }
        : { kind: 'refused', reason: fault };
    } catch (error) {
      return verdictOf(error);
    }
  };
}

function faultOf(payload: JWTPayload, accepted: readonly string[]): string | undefined {
  if (payload['token_use'] !== 'access') return 'the token is not an access token';
  const named = payload.aud ?? payload['client_id'];
  const audience: readonly unknown[] = Array.isArray(named) ? named : [named];
  return audience.some((value) => typeof value === 'string' && accepted.includes(value))
    ? undefined
    : 'the token is for another audience';
}

function verdictOf(error: unknown): Verdict {
  if (error instanceof errors.JWTExpired) return { kind: 'refused', reason: 'the token has expired' };
  if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) {
    return { kind: 'refused', reason: 'the token is not valid here' };
  }
  return { kind: 'unknown', reason: 'the keys of the identity cannot be fetched' };
}

/** The authorizer hands every claim on as text; lists look like `[a b]`. */
function claimsAsText(payload: JWTPayload): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)]));
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `[${value.join(' ')}]` : JSON.stringify(value);
}
