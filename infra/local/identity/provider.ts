import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  Provider,
  errors,
  interactionPolicy,
  type Configuration,
  type Grant,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { noticePage, signOutPage } from './pages.ts';
import type { IdentityStore } from './store.ts';
import { findDemoUser, verifyDemoUser } from './users.ts';

/** What the provider is told about its surroundings. */
export type ProviderOptions = {
  readonly issuer: string;
  readonly webUrl: string;
  readonly apiAudience: string;
  readonly webClientSecret: string;
};

/** Grant type for scripts on this machine: a demo user's name and password for an access token. */
const demoUserGrantType = 'urn:stock-mate:grant-type:demo-user';

const scopes = ['openid', 'email', 'profile'];
/** The one resource; a resource indicator must be a URI, which the audience need not be. */
const apiResource = 'urn:stock-mate:api';
const accessTokenSeconds = 10 * 60;
/** As long as a session of the web app may last. */
const sessionSeconds = 12 * 60 * 60;

/** The OpenID provider with Cognito's paths and claims, keeping its state in `store`. */
export function createProvider(options: ProviderOptions, store: IdentityStore): Provider {
  const provider = new Provider(options.issuer, {
    // The store speaks plain JSON; the library's payload type only names the keys it puts there.
    adapter: (name: string) =>
      store.model(name) as ReturnType<Extract<Configuration['adapter'], () => unknown>>,
    jwks: { keys: [store.secret('signing-key', makeSigningKey)] },
    cookies: {
      keys: [store.secret('cookie-key', () => randomBytes(32).toString('base64url'))],
      // Cookies know no ports: these are sent to the web app on the same host too, so they need names of their own.
      names: { session: 'sm_identity', interaction: 'sm_identity_sign_in', resume: 'sm_identity_resume' },
    },
    ...clientsAndClaims(options),
    ...grantsAndLifetimes(),
    interactions: { policy: signInOnly(), url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      revocation: '/oauth2/revoke',
      end_session: '/logout',
      jwks: '/.well-known/jwks.json',
    },
    features: features(options),
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = noticePage({
        title: 'Sign-in did not work',
        text: `${out.error}: ${out.error_description ?? 'the request was refused'}`,
        webUrl: options.webUrl,
      });
    },
  });
  registerDemoUserGrant(provider, options.apiAudience);
  return provider;
}

/** RSA, because API Gateway's JWT authorizer accepts no other kind. */
function makeSigningKey(): Record<string, unknown> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' };
}

function clientsAndClaims(options: ProviderOptions): Configuration {
  return {
    clients: [
      {
        client_id: 'stock-mate-web',
        client_name: 'Stock-Mate',
        client_secret: options.webClientSecret,
        redirect_uris: [`${options.webUrl}/auth/callback`],
        post_logout_redirect_uris: [`${options.webUrl}/`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
      {
        client_id: 'stock-mate-cli',
        client_name: 'Stock-Mate command line',
        grant_types: [demoUserGrantType],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'none',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    scopes,
    // The web app reads name and email from the id_token, as it does with Cognito.
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => {
      const user = findDemoUser(sub);
      if (user === undefined) return undefined;
      const claims = { sub, name: user.name, email: user.email, email_verified: true };
      return { accountId: sub, claims: () => claims };
    },
    extraTokenClaims: (ctx) => ({ token_use: 'access', auth_time: authTimeOf(ctx) }),
  };
}

/** When the person behind a token request signed in; a script with a password has done so just now. */
function authTimeOf(ctx: KoaContextWithOIDC): number {
  const { AuthorizationCode, RefreshToken } = ctx.oidc.entities;
  return AuthorizationCode?.authTime ?? RefreshToken?.authTime ?? Math.floor(Date.now() / 1000);
}

function grantsAndLifetimes(): Configuration {
  return {
    pkce: { required: () => true },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Every refresh token ends with the session it came from: signing out ends all of it.
    expiresWithSession: () => true,
    rotateRefreshToken: true,
    loadExistingGrant: grantEverything,
    ttl: {
      AuthorizationCode: 60,
      AccessToken: accessTokenSeconds,
      IdToken: accessTokenSeconds,
      Interaction: 60 * 60,
      RefreshToken: sessionSeconds,
      Grant: sessionSeconds,
      Session: sessionSeconds,
    },
  };
}

/** Both clients are our own, so nobody is asked to consent. */
async function grantEverything(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, provider } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const existing = session.grantIdFor(client.clientId);
  const found = existing === undefined ? undefined : await provider.Grant.find(existing);
  if (found !== undefined) return found;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(scopes.join(' '));
  grant.addResourceScope(apiResource, scopes.join(' '));
  await grant.save();
  return grant;
}

function signInOnly(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

function features(options: ProviderOptions): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    // It refuses tokens bound to a resource, and all of ours are.
    userinfo: { enabled: false },
    revocation: {
      enabled: true,
      allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => apiResource,
      useGrantedResource: () => true,
      getResourceServerInfo: (_ctx, indicator) => {
        if (indicator !== apiResource) throw new errors.InvalidTarget();
        return apiServer(options.apiAudience);
      },
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: signOut,
      postLogoutSuccessSource: (ctx) => {
        ctx.body = noticePage({ title: 'Signed out', text: 'You are signed out.', webUrl: options.webUrl });
      },
    },
  };
}

function apiServer(audience: string) {
  const format = 'jwt' as const;
  return {
    audience,
    scope: scopes.join(' '),
    accessTokenTTL: accessTokenSeconds,
    accessTokenFormat: format,
    jwt: { sign: { alg: 'RS256' as const } },
  };
}

/** Signs out at once, as Cognito does, when the request proves by an id_token whose session it is; else it asks. */
async function signOut(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  const { session, entities, params } = ctx.oidc;
  if (session === undefined || entities.IdTokenHint?.payload['sub'] !== session.accountId) {
    ctx.body = signOutPage(form);
    return;
  }
  await session.destroy();
  const target = params?.['post_logout_redirect_uri'];
  const url = new URL(typeof target === 'string' ? target : ctx.oidc.urlFor('end_session_success'));
  const state = params?.['state'];
  if (typeof state === 'string') url.searchParams.set('state', state);
  ctx.status = 303;
  ctx.redirect(url.href);
}

function registerDemoUserGrant(provider: Provider, audience: string): void {
  provider.registerGrantType<{ username?: string; password?: string }>(
    demoUserGrantType,
    async (ctx) => {
      const { client, params } = ctx.oidc;
      const user = verifyDemoUser(params.username, params.password);
      if (user === undefined) throw new errors.InvalidGrant('username or password is wrong');
      const grant = new provider.Grant({ clientId: client.clientId, accountId: user.sub });
      const token = new provider.AccessToken({
        client,
        accountId: user.sub,
        // Never saved: the token is a JWT, and nothing can be refreshed from it.
        grantId: grant.jti,
        gty: demoUserGrantType,
        scope: scopes.join(' '),
        resourceServer: new provider.ResourceServer(apiResource, apiServer(audience)),
      });
      ctx.body = {
        access_token: await token.save(),
        token_type: token.tokenType,
        expires_in: token.expiration,
        scope: token.scope,
      };
    },
    ['username', 'password'],
  );
}
