import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startIdentity, type Identity } from '#infra/local/identity/server.ts';

const webUrl = 'http://127.0.0.1:3999';
const apiAudience = 'stock-mate-api';
const webClientSecret = 'a secret of this test only';
const demoUserGrant = 'urn:stock-mate:grant-type:demo-user';

let home: string;
let identity: Identity;
let port = 0;

async function start(): Promise<Identity> {
  return startIdentity({ port, dataDirectory: join(home, 'identity'), webUrl, apiAudience, webClientSecret });
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'stock-mate-identity-'));
  identity = await start();
  port = Number(new URL(identity.issuer).port);
});

afterAll(async () => {
  await identity.stop();
  await rm(home, { recursive: true });
});

/** A browser as far as sign-in needs one: it keeps cookies and follows no redirect by itself. */
class Browser {
  readonly cookies = new Map<string, string>();

  async go(url: string | URL, form?: Record<string, string>): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, accept: 'text/html' },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Follows redirects inside the identity; answers with the page it ends on or the address it leaves for. */
  async follow(first: Response): Promise<{ page: Response } | { left: URL }> {
    let response = first;
    while (response.status >= 300 && response.status < 400) {
      const target = new URL(response.headers.get('location') ?? '', response.url || identity.issuer);
      if (target.origin !== identity.issuer) return { left: target };
      response = await this.go(target);
    }
    return { page: response };
  }
}

function discover(): Promise<oidc.Configuration> {
  return oidc.discovery(new URL(identity.issuer), 'stock-mate-web', webClientSecret, undefined, {
    execute: [oidc.allowInsecureRequests],
  });
}

type Checks = { pkceCodeVerifier: string; expectedState: string; expectedNonce: string };

async function authorize(config: oidc.Configuration, extra: Record<string, string> = {}) {
  const checks: Checks = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${webUrl}/auth/callback`,
    scope: 'openid email profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...extra,
  });
  return { url, checks };
}

async function openSignInPage(browser: Browser, url: URL): Promise<{ page: Response; html: string }> {
  const outcome = await browser.follow(await browser.go(url));
  if (!('page' in outcome)) throw new Error(`expected the sign-in page, left for ${outcome.left.href}`);
  return { page: outcome.page, html: await outcome.page.text() };
}

async function signIn(browser: Browser, form: Record<string, string>) {
  const config = await discover();
  const { url, checks } = await authorize(config);
  const { page } = await openSignInPage(browser, url);
  const outcome = await browser.follow(await browser.go(page.url, form));
  if (!('left' in outcome)) throw new Error(`sign-in stayed on a page: ${await outcome.page.text()}`);
  return { config, callback: outcome.left, checks };
}

async function tokensOf(user: string) {
  const browser = new Browser();
  const { config, callback, checks } = await signIn(browser, { user });
  return { browser, config, tokens: await oidc.authorizationCodeGrant(config, callback, checks) };
}

function requestToken(form: Record<string, string>): Promise<Response> {
  return fetch(`${identity.issuer}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
}

describe('signing in', () => {
  test('the paths are those of Cognito', async () => {
    const metadata = (await discover()).serverMetadata();
    const paths = [
      metadata.authorization_endpoint,
      metadata.token_endpoint,
      metadata.revocation_endpoint,
      metadata.end_session_endpoint,
      metadata.jwks_uri,
    ].map((address) => new URL(address ?? '').pathname);
    expect(paths).toEqual([
      '/oauth2/authorize',
      '/oauth2/token',
      '/oauth2/revoke',
      '/logout',
      '/.well-known/jwks.json',
    ]);
    expect(metadata.jwks_uri).toBe(identity.jwksUri);
  });

  test('one click gives an access token for the API and an id_token with name and email', async () => {
    const { tokens } = await tokensOf('approver');
    const { payload, protectedHeader } = await jwtVerify(
      tokens.access_token,
      createRemoteJWKSet(new URL(identity.jwksUri)),
      { issuer: identity.issuer, audience: apiAudience },
    );
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({
      sub: 'approver',
      client_id: 'stock-mate-web',
      token_use: 'access',
      scope: 'openid email profile',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    expect(Math.abs(Number(payload['auth_time']) - (payload.iat ?? 0))).toBeLessThan(10);
    expect(tokens.claims()).toMatchObject({
      sub: 'approver',
      name: 'Ada Approver',
      email: 'approver@stock-mate.example',
    });
  });

  test('name and password do the same', async () => {
    const { config, callback, checks } = await signIn(new Browser(), { name: 'viewer', password: 'viewer' });
    const tokens = await oidc.authorizationCodeGrant(config, callback, checks);
    expect(tokens.claims()?.sub).toBe('viewer');
  });

  test('a wrong password shows the page again, says so, and escapes what was typed', async () => {
    const browser = new Browser();
    const { url } = await authorize(await discover());
    const { page } = await openSignInPage(browser, url);
    const refused = await browser.go(page.url, { name: '"><script>alert(1)</script>', password: 'wrong' });
    const html = await refused.text();
    expect(refused.status).toBe(400);
    expect(html).toContain('role="alert"');
    expect(html).not.toContain('<script');
    const unknownButton = await browser.go(page.url, { user: 'root' });
    expect(unknownButton.status).toBe(400);
    const outcome = await browser.follow(await browser.go(page.url, { user: 'viewer' }));
    expect(outcome).toHaveProperty('left');
  });

  test('the page needs no script and says whose identity it is', async () => {
    const { url } = await authorize(await discover());
    const { page, html } = await openSignInPage(new Browser(), url);
    expect(html).not.toMatch(/<script| on[a-z]+=|src=|http-equiv/i);
    expect(html).toContain('identity of this machine');
    expect(html.match(/name="user"/g)).toHaveLength(4);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`form-action 'self' ${webUrl}`);
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  test('a sign-in page without its browser says how to go on', async () => {
    const response = await fetch(`${identity.issuer}/sign-in/somebody-elses`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Start again from Stock-Mate');
  });

  test('another user can sign in over a session that is there', async () => {
    const { browser, config } = await tokensOf('viewer');
    const { url, checks } = await authorize(config, { prompt: 'login' });
    const { page } = await openSignInPage(browser, url);
    const switching = await browser.follow(await browser.go(page.url, { user: 'admin' }));
    if (!('page' in switching)) throw new Error('expected the page that ends the session of before');
    const html = await switching.page.text();
    expect(switching.page.headers.get('content-security-policy')).toMatch(/script-src [^;]*'sha256-/);
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const outcome = await browser.follow(await browser.go(action, { xsrf, logout: 'yes' }));
    if (!('left' in outcome)) throw new Error(await outcome.page.text());
    const tokens = await oidc.authorizationCodeGrant(config, outcome.left, checks);
    expect(tokens.claims()?.sub).toBe('admin');
  });
});

describe('refreshing and signing out', () => {
  test('a refresh token works once, and its second use ends the grant', async () => {
    const { config, tokens } = await tokensOf('operator');
    const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(decodeJwt(renewed.access_token)).toMatchObject({ sub: 'operator', aud: apiAudience });
    expect(decodeJwt(renewed.access_token)['auth_time']).toBe(decodeJwt(tokens.access_token)['auth_time']);
    expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(oidc.refreshTokenGrant(config, renewed.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('signing out returns to the web app, ends the refresh token and asks for sign-in again', async () => {
    const { browser, config, tokens } = await tokensOf('operator');
    const url = oidc.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: `${webUrl}/`,
      state: 'back',
    });
    const outcome = await browser.follow(await browser.go(url));
    expect(outcome).toEqual({ left: new URL(`${webUrl}/?state=back`) });
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const { html } = await openSignInPage(browser, (await authorize(config)).url);
    expect(html).toContain('Sign in');
  });

  test('a link to sign out without proof only asks', async () => {
    const { browser, config, tokens } = await tokensOf('operator');
    const { page, html } = await openSignInPage(browser, new URL(`${identity.issuer}/logout`));
    expect(page.status).toBe(200);
    expect(html).toContain('Sign out?');
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).resolves.toBeDefined();
  });

  test('a revoked refresh token is refused', async () => {
    const { config, tokens } = await tokensOf('operator');
    await oidc.tokenRevocation(config, tokens.refresh_token ?? '');
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });
});

describe('what is refused', () => {
  let config: oidc.Configuration;
  beforeEach(async () => {
    config = await discover();
  });

  async function refusal(extra: Record<string, string>): Promise<string> {
    const { url } = await authorize(config, extra);
    const outcome = await new Browser().follow(await new Browser().go(url));
    return 'left' in outcome ? outcome.left.href : outcome.page.text();
  }

  test('an unknown client, and a redirect that is not registered, stay on a page of ours', async () => {
    expect(await refusal({ client_id: 'stranger' })).toContain('invalid_client');
    expect(await refusal({ redirect_uri: 'http://127.0.0.1:3999/elsewhere' })).toContain(
      'invalid_redirect_uri',
    );
    const markup = await refusal({ client_id: '<b onclick=x>' });
    expect(markup).not.toContain('<b onclick');
  });

  test('an authorization request without PKCE', async () => {
    const { url } = await authorize(config);
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    const outcome = await new Browser().follow(await new Browser().go(url));
    if (!('left' in outcome)) throw new Error('expected to be sent back with an error');
    expect(outcome.left.searchParams.get('error')).toBe('invalid_request');
  });

  test('a code used twice, and then its tokens', async () => {
    const { callback, checks } = await signIn(new Browser(), { user: 'approver' });
    const tokens = await oidc.authorizationCodeGrant(config, callback, checks);
    await expect(oidc.authorizationCodeGrant(config, callback, checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('a wrong verifier, and a wrong client secret', async () => {
    const first = await signIn(new Browser(), { user: 'approver' });
    const wrong = { ...first.checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() };
    await expect(oidc.authorizationCodeGrant(config, first.callback, wrong)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const refused = await requestToken({
      grant_type: 'authorization_code',
      client_id: 'stock-mate-web',
      client_secret: 'guessed',
      code: first.callback.searchParams.get('code') ?? '',
      redirect_uri: `${webUrl}/auth/callback`,
      code_verifier: first.checks.pkceCodeVerifier,
    });
    expect(refused.status).toBe(401);
  });

  test('another host name for the same address', async () => {
    const { port: here } = new URL(identity.issuer);
    const response = await fetch(`http://localhost:${here}/.well-known/openid-configuration`);
    expect(response.status).toBe(421);
  });
});

describe('tokens for scripts', () => {
  const form = { grant_type: demoUserGrant, client_id: 'stock-mate-cli', username: 'approver' };

  test('a demo user and its password give the same kind of access token', async () => {
    const response = await requestToken({ ...form, password: 'approver' });
    const body = (await response.json()) as { access_token: string; expires_in: number };
    expect(response.status).toBe(200);
    expect(body.expires_in).toBe(600);
    const { payload } = await jwtVerify(body.access_token, createRemoteJWKSet(new URL(identity.jwksUri)), {
      issuer: identity.issuer,
      audience: apiAudience,
    });
    expect(payload).toMatchObject({ sub: 'approver', client_id: 'stock-mate-cli', token_use: 'access' });
    expect(payload['auth_time']).toBeTypeOf('number');
  });

  test('a wrong password, an unknown user and the client of the web app get none', async () => {
    expect((await requestToken({ ...form, password: 'viewer' })).status).toBe(400);
    expect((await requestToken({ ...form, username: 'root', password: 'root' })).status).toBe(400);
    expect((await requestToken({ grant_type: demoUserGrant, client_id: 'stock-mate-cli' })).status).toBe(400);
    const web = {
      ...form,
      password: 'approver',
      client_id: 'stock-mate-web',
      client_secret: webClientSecret,
    };
    expect((await requestToken(web)).status).toBe(400);
  });
});

test('kill -9 and a new start keep the signing key, the session and the refresh token', async () => {
  await identity.stop();
  const first = await startChild();
  const { browser, config, tokens } = await tokensOf('approver');
  first.kill('SIGKILL');
  await once(first, 'exit');
  const second = await startChild();
  const keys = createRemoteJWKSet(new URL(identity.jwksUri));
  await expect(jwtVerify(tokens.access_token, keys, { audience: apiAudience })).resolves.toBeDefined();
  await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).resolves.toBeDefined();
  const outcome = await browser.follow(await browser.go((await authorize(config)).url));
  expect(outcome).toHaveProperty('left');
  second.kill('SIGKILL');
  await once(second, 'exit');
  identity = await start();
});

/** The identity in a process of its own, on the port and folder of these tests. */
async function startChild(): Promise<ChildProcess> {
  const options = { port, dataDirectory: join(home, 'identity'), webUrl, apiAudience, webClientSecret };
  const module = new URL('../../infra/local/identity/server.ts', import.meta.url).href;
  const script = `import { startIdentity } from ${JSON.stringify(module)}; await startIdentity(${JSON.stringify(options)});`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
  await vi.waitFor(() => fetch(`${identity.issuer}/.well-known/openid-configuration`), { timeout: 20_000 });
  return child;
}
