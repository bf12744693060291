/** The web app's session: what the browser holds, when it ends, and that tokens are refreshed once for all. */
import { createHash } from 'node:crypto';

import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { launchBrowser, signIn } from '#test/support/browser.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

let system: TestSystem;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let sessions: DynamoDBClient;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem({ web: true }), launchBrowser()]);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  sessions = new DynamoDBClient({ endpoint: system.endpoints.dynamodb, region: 'eu-central-1', credentials });
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

beforeEach(async () => {
  await context?.close();
  context = await browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
});

type Row = { readonly pk: string; readonly ver: number; readonly tokens: string };

/** The row of the browser's session, if there is one: its key is the hash of the cookie. */
async function row(): Promise<Row | undefined> {
  const id = (await context.cookies()).find(({ name }) => name === 'stock_mate')?.value ?? '';
  const pk = `S#${createHash('sha256').update(id).digest('base64url')}`;
  const { Item } = await sessions.send(
    new GetItemCommand({ TableName: 'web-sessions', Key: { pk: { S: pk } } }),
  );
  return Item === undefined
    ? undefined
    : { pk, ver: Number(Item['ver']?.N), tokens: Item['tokens']?.S ?? '' };
}

/** Sets a time of the browser's session. */
async function setTime(name: 'accessExpiresAt' | 'lastSeenAt' | 'createdAt', value: number): Promise<void> {
  await sessions.send(
    new UpdateItemCommand({
      TableName: 'web-sessions',
      Key: { pk: { S: (await row())?.pk ?? '' } },
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': { N: String(value) } },
    }),
  );
}

const statuses = async (count: number) =>
  await page.evaluate(async (times) => {
    const answers = await Promise.all(Array.from({ length: times }, async () => await fetch('/api/me')));
    return answers.map(({ status }) => status);
  }, count);

test('signing in leads back to the page that was asked for, and leaves one opaque cookie', async () => {
  await signIn(page, system.endpoints.web, 'operator', '/products?search=tea');
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/products?search=tea');
  const cookie = (await context.cookies()).find(({ name }) => name === 'stock_mate');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(cookie?.value).toHaveLength(43);
  // A JWT would begin with this.
  expect((await row())?.tokens).toMatch(/^(?!eyJ)./);
});

test('an empty inbox of a new workspace says what it is waiting for', async () => {
  await signIn(page, system.endpoints.web, 'viewer', '/approvals');
  await expect.poll(() => page.getByRole('main').innerText()).toContain('Waiting for the first forecast run');
});

test('twelve requests after the access token has ended refresh it once', async () => {
  await signIn(page, system.endpoints.web, 'approver', '/audit');
  await setTime('accessExpiresAt', 0);
  const before = (await row())?.ver ?? 0;
  expect(await statuses(12)).toEqual(Array.from({ length: 12 }, () => 200));
  expect((await row())?.ver).toBe(before + 1);
});

test.each([
  ['lastSeenAt', 31 * 60_000],
  ['createdAt', 12 * 60 * 60_000 + 1000],
] as const)('a session whose %s is too long ago has ended', async (name, ago) => {
  await signIn(page, system.endpoints.web, 'approver', '/audit');
  expect(await statuses(1)).toEqual([200]);
  await setTime(name, Date.now() - ago);
  expect(await statuses(1)).toEqual([401]);
  expect(await row()).toBeUndefined();
});

test('writes that do not come from our own pages are refused', async () => {
  await signIn(page, system.endpoints.web, 'operator', '/forecast-runs');
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const post = async (headers: Record<string, string>) => {
    const url = `${system.endpoints.web}/api/forecast-runs`;
    return (await fetch(url, { method: 'POST', body: '{}', headers: { cookie, ...headers } })).status;
  };
  const json = { 'content-type': 'application/json' };
  expect(await post({ ...json, 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await post({ ...json, origin: 'http://evil.example' })).toBe(403);
  expect(await post({ 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' })).toBe(403);
  expect(await post(json)).toBe(403);
});

test('signing out ends the session here and at the provider', async () => {
  await signIn(page, system.endpoints.web, 'admin', '/products');
  expect(await row()).toBeDefined();
  await page.getByRole('button', { name: /account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/sign-in/'));
  expect(await row()).toBeUndefined();
  // The provider asks again: its own session is over too.
  await page.goto(`${system.endpoints.web}/products`);
  await page.waitForURL((url) => url.pathname.startsWith('/sign-in/'));
});
