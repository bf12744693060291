/** A past decision as it was known then, in a real browser on a running system. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Approval } from '#shared/contracts/api/models/approvals.ts';
import { eventually, openApi } from '#test/support/api.ts';
import { axe, launchBrowser, signIn } from '#test/support/browser.ts';
import { stockSmallShop } from '#test/support/small-shop.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

let system: TestSystem;
let browser: Browser;
let page: Page;
let approval: Approval;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem({ web: true }), launchBrowser()]);
  const api = openApi(system.endpoints.api, () => system.token('admin'));
  await stockSmallShop(api, 1);
  await api.write('POST', '/forecast-runs', {});
  approval = await eventually('an approval', async () => (await api.pendingApprovals())[0], 120);
  const { id, factsHash, revision, lines } = approval;
  const reason = { code: 'budget', text: 'too dear this month' };
  await api.request('POST', `/approvals/${id}/decision`, { decision: 'reject', factsHash, revision, reason });
  const moved = await api.write('POST', '/stock-movements', {
    productId: lines[0]?.productId,
    kind: 'adjust',
    quantity: 4,
    reason: { code: 'stock-found' },
  });
  await api.request('GET', `/events/${moved.eventId}?wait=10s`);
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'en-GB' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, system.endpoints.web, 'admin', `/approvals/${approval.id}`);
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

test('a decided approval leads to what was known then: both sums, the changed input, the hash', async () => {
  await page.getByRole('link', { name: 'As known then' }).click();
  await page.getByRole('heading', { level: 1, name: /as known then$/ }).waitFor();
  const text = await page.locator('main').innerText();
  expect(text).toContain('Intact: the stored figures give the hash');
  expect(text).toContain('The rules of today give the same from the facts of then.');
  expect(text).toContain('Not what was recommended then.');
  expect(text).toContain('too dear this month');
  const changed = page.getByRole('region', { name: 'What has changed since' });
  expect(await changed.innerText()).toMatch(/inventory position\s+was 3\s+7/);
  expect(await axe(page)).toEqual([]);
});

test('so it does in German, on a phone', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'de-DE' });
  const phone = await context.newPage();
  await signIn(phone, system.endpoints.web, 'viewer', `/approvals/${approval.id}/replay`);
  await phone.getByRole('heading', { level: 1, name: /Stand von damals$/ }).waitFor();
  const text = await phone.locator('main').innerText();
  expect(text).toContain('Was sich seither geändert hat');
  expect(text).not.toContain('€');
  expect(await axe(phone)).toEqual([]);
  await context.close();
});
