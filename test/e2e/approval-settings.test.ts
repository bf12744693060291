/** Who may approve what, as people set it and meet it, in a real browser. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Approval } from '#shared/contracts/api/models/approvals.ts';
import { eventually, openApi, type Api } from '#test/support/api.ts';
import { axe, launchBrowser, signIn } from '#test/support/browser.ts';
import { stockSmallShop } from '#test/support/small-shop.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

let system: TestSystem;
let browser: Browser;

const as = (user: string): Api => openApi(system.endpoints.api, () => system.token(user));

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem({ web: true }), launchBrowser()]);
  await stockSmallShop(as('admin'), 1);
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

async function pageOf(user: string, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, system.endpoints.web, user, path);
  return page;
}

test('an admin asks for two people, and has somebody stand in', async () => {
  const page = await pageOf('admin', '/approvals');
  await page.getByRole('button', { name: 'account menu' }).click();
  await page.getByRole('menuitem', { name: 'Approval policy and standing in' }).click();
  await page.getByRole('heading', { name: 'Who may approve', level: 1 }).waitFor();
  await page.getByLabel('Ask two people').check();
  await page.getByLabel('Two people above').fill('1000');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Approval policy saved').waitFor();

  await page.getByRole('button', { name: 'Have somebody stand in…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Have somebody stand in' });
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await dialog.getByText('Choose a member.').waitFor();
  await dialog.getByLabel('For whom').selectOption('approver');
  await dialog.getByLabel(/^Who decides/).selectOption('operator');
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Otto Operator' });
  await row.getByText('in force').waitFor();
  expect(await axe(page)).toEqual([]);
  await row.getByRole('button', { name: /^End/ }).click();
  await row.getByText('ended').waitFor();
  await page.context().close();
});

test('the first of two sees that it has approved, and the second that one has', async () => {
  const { streamId } = await as('operator').write('POST', '/purchase-orders', {
    supplier: 'Supplier 01',
    lines: [{ sku: 'S1-P1', quantity: 300 }],
  });
  const { id, factsHash, revision } = await eventually('the approval', async () =>
    (await as('admin').pendingApprovals()).find((one: Approval) => one.purchaseOrderId === streamId),
  );
  const body = { decision: 'approve', factsHash, revision };
  expect((await as('approver').request('POST', `/approvals/${id}/decision`, body)).status).toBe(202);

  const first = await pageOf('approver', `/approvals/${id}`);
  // The page arrives in pieces: until they are put in place a text may stand there twice, once hidden.
  await first
    .getByRole('group', { name: 'Decide' })
    .getByText(/You have approved this already/)
    .waitFor();
  expect(await first.getByRole('button', { name: /^Approve/ }).isDisabled()).toBe(true);
  expect(await first.getByRole('button', { name: /^Reject/ }).isDisabled()).toBe(false);
  await first.context().close();

  const second = await pageOf('admin', '/approvals');
  await second.getByText('1 of 2 approvals').first().waitFor();
  await second.goto(`${system.endpoints.web}/approvals/${id}`);
  await second.getByText('1 of 2 approvals given').first().waitFor();
  expect(await axe(second)).toEqual([]);
  await second.getByRole('button', { name: /^Approve/ }).click();
  await eventually(
    'the order to go out',
    async () => (await as('admin').order(streamId)).status === 'Issued',
  );
});
