import * as oidc from 'openid-client';

import { settings } from '#web/lib/settings.ts';

/** What a sign-in remembers between leaving and coming back. */
export type SignInState = {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly returnTo: string;
};

/** Tokens of a session. */
export type Tokens = {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly idToken: string;
};

/** What the provider answered: the tokens, when the access token ends, and who it is. */
export type Grant = Tokens & {
  readonly accessExpiresAt: number;
  readonly sub: string;
  readonly name: string;
};

const scope = 'openid email profile';

/** Where to send the browser to sign in, and what to remember meanwhile. */
export async function beginSignIn(returnTo: string): Promise<{ url: string; remember: SignInState }> {
  const remember = {
    verifier: oidc.randomPKCECodeVerifier(),
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    returnTo,
  };
  const url = oidc.buildAuthorizationUrl(await configuration(), {
    redirect_uri: `${settings().webUrl}/auth/callback`,
    scope,
    code_challenge: await oidc.calculatePKCECodeChallenge(remember.verifier),
    code_challenge_method: 'S256',
    state: remember.state,
    nonce: remember.nonce,
  });
  return { url: url.href, remember };
}

/** Exchanges the code that came back; `search` is the query of the callback. */
export async function finishSignIn(search: string, remembered: SignInState): Promise<Grant> {
  const answer = await oidc.authorizationCodeGrant(
    await configuration(),
    new URL(`${settings().webUrl}/auth/callback${search}`),
    {
      pkceCodeVerifier: remembered.verifier,
      expectedState: remembered.state,
      expectedNonce: remembered.nonce,
      idTokenExpected: true,
    },
  );
  const claims = answer.claims();
  if (claims === undefined || answer.id_token === undefined)
    throw new Error('the provider sent no id token; ask for scope openid');
  const name = [claims['name'], claims['email'], claims.sub].find((value) => typeof value === 'string');
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? null,
    idToken: answer.id_token,
    accessExpiresAt: expiry(answer.expires_in),
    sub: claims.sub,
    name: name ?? claims.sub,
  };
}

/** New tokens for old ones; null when the provider has ended the grant. */
export async function refresh(old: Tokens): Promise<(Tokens & { accessExpiresAt: number }) | null> {
  if (old.refreshToken === null) return null;
  try {
    const answer = await refreshOnceMore(await configuration(), old.refreshToken);
    return {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token ?? old.refreshToken,
      idToken: answer.id_token ?? old.idToken,
      accessExpiresAt: expiry(answer.expires_in),
    };
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') return null;
    throw error;
  }
}

/** A kept connection may be closed at the moment it is used: no answer at all is asked for once more. */
async function refreshOnceMore(provider: oidc.Configuration, refreshToken: string) {
  try {
    return await oidc.refreshTokenGrant(provider, refreshToken);
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError) throw error;
    return await oidc.refreshTokenGrant(provider, refreshToken);
  }
}

/** Ends the grant, and says where the browser ends the provider's own session. */
export async function signOutUrl(tokens: Tokens): Promise<string> {
  const home = `${settings().webUrl}/`;
  const provider = await configuration();
  // Revoking is best effort: the session is gone either way, and the refresh token with it.
  if (tokens.refreshToken !== null)
    await oidc.tokenRevocation(provider, tokens.refreshToken).catch(() => undefined);
  if (provider.serverMetadata().end_session_endpoint === undefined) {
    // Cognito announces no end-session endpoint; its hosted UI signs out at /logout of the authorization server.
    const url = new URL('/logout', provider.serverMetadata().authorization_endpoint);
    url.search = new URLSearchParams({ client_id: settings().clientId, logout_uri: home }).toString();
    return url.href;
  }
  return oidc.buildEndSessionUrl(provider, { id_token_hint: tokens.idToken, post_logout_redirect_uri: home })
    .href;
}

function expiry(expiresIn: number | undefined): number {
  return Date.now() + (expiresIn ?? 300) * 1000;
}

// Bundles hold copies of this module; discovery happens once for all of them.
const shared = globalThis as { stockMateProvider?: Promise<oidc.Configuration> };

function configuration(): Promise<oidc.Configuration> {
  shared.stockMateProvider ??= discover().catch((error: unknown) => {
    delete shared.stockMateProvider;
    throw error;
  });
  return shared.stockMateProvider;
}

async function discover(): Promise<oidc.Configuration> {
  const { issuerUrl, clientId, clientSecret } = settings();
  const issuer = new URL(issuerUrl);
  const isLoopback =
    issuer.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname);
  return await oidc.discovery(issuer, clientId, clientSecret, undefined, {
    timeout: 8,
    execute: isLoopback ? [oidc.allowInsecureRequests] : [],
  });
}
