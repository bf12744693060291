/** The way of an operator through the web app, in a real browser on a running system with demo data. */
import type { Browser, Page } from 'playwright-core';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { axe, launchBrowser, signIn } from '#test/support/browser.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

const Pending = v.object({
  items: v.array(
    v.object({
      id: v.string(),
      status: v.string(),
      number: v.string(),
      locationName: v.string(),
      lines: v.array(v.object({ sku: v.string() })),
    }),
  ),
});
type PendingApproval = v.InferOutput<typeof Pending>['items'][number];

let system: TestSystem;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem({ web: true, empty: false }), launchBrowser()]);
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, system.endpoints.web, 'approver');
  // The demo data's first forecast run proposes the orders.
  await page.locator('a[data-row]').first().waitFor({ timeout: 180_000 });
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

/** Opens the first approval of the inbox; answers the number of its order. */
async function openFirst(): Promise<string> {
  await page.goto(`${system.endpoints.web}/approvals`);
  await page.locator('a[data-row]').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/approvals\/[0-9a-f-]{36}/);
  return await page.getByRole('link', { name: /^PO-/ }).first().innerText();
}

const tray = (number: string) => page.getByLabel('Your latest decisions').getByText(number);

test('the inbox and the decision page have no accessibility violations', async () => {
  expect(await axe(page)).toEqual([]);
  await openFirst();
  await page.getByRole('button', { name: /^Approve/ }).waitFor();
  expect(await axe(page)).toEqual([]);
});

test('an approved order is issued, and its trail says who decided, why and how', async () => {
  const number = await openFirst();
  await page.getByRole('button', { name: /^Approve/ }).click();
  await tray(number).waitFor();
  await page.getByLabel('Your latest decisions').getByRole('link', { name: 'Open' }).click();
  await page
    .getByRole('heading', { level: 1, name: new RegExp(`${number}.*Issued`) })
    .waitFor({ timeout: 60_000 });

  const timeline = page.getByRole('region', { name: /^Timeline/ }).getByRole('listitem');
  await timeline.filter({ hasText: 'Order approved' }).filter({ hasText: 'Ada Approver' }).first().waitFor();
  await timeline.filter({ hasText: 'Workflow' }).filter({ hasText: 'AwaitDecision' }).first().waitFor();
  await timeline.filter({ hasText: 'Workflow' }).filter({ hasText: 'LoadDecision' }).first().waitFor();

  await page.getByRole('link', { name: 'Audit trail of this order' }).click();
  const approved = page.getByRole('row').filter({ hasText: 'Order approved' }).first();
  await approved.waitFor();
  expect(await approved.innerText()).toContain('Ada Approver');
  await approved.getByRole('button').click();
  await page.getByText('approvalId').first().waitFor();
});

test('a rejection by keyboard needs a reason, and can be taken back within its window', async () => {
  const number = await openFirst();
  const decisionPage = page.url();
  await page.getByRole('button', { name: /^Reject/ }).waitFor();
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog', { name: `Reject ${number}` });
  await dialog.waitFor();
  const confirm = dialog.getByRole('button', { name: 'Reject the order' });
  await confirm.press('Enter');
  await dialog.getByText('Choose a reason.').waitFor();
  await dialog.getByLabel('Reason').selectOption('budget');
  await dialog.getByLabel(/In your words/).fill('November is spent');
  await confirm.press('Enter');

  await tray(number).waitFor();
  await page.keyboard.press('z');
  await page.getByText('undone; it waits again').waitFor();
  await page.waitForURL(decisionPage.split('?')[0] ?? decisionPage);
  await page.getByRole('button', { name: /^Approve/ }).waitFor();

  await page.getByRole('link', { name: number }).first().click();
  const timeline = page.getByRole('region', { name: /^Timeline/ }).getByRole('listitem');
  await timeline
    .filter({ hasText: 'Order rejected' })
    .filter({ hasText: 'Budget: November is spent' })
    .first()
    .waitFor();
  await timeline.filter({ hasText: 'Decision undone' }).filter({ hasText: 'Ada Approver' }).first().waitFor();
  const heading = page.getByRole('heading', { level: 1 });
  await expect.poll(() => heading.innerText()).toContain('Waiting for approval');
});

/** Approvals as the API has them, for finding one of a kind. */
async function pending(): Promise<readonly PendingApproval[]> {
  const answer = await fetch(`${system.endpoints.api}/approvals?status=PENDING`, {
    headers: { authorization: `Bearer ${await system.token('approver')}` },
  });
  return v.parse(Pending, await answer.json()).items;
}

test.each([
  [1366, 768],
  [390, 844],
])(
  'a decision fits the first screen of %i × %i: what is asked, the risk, the sum and the four buttons',
  async (width, height) => {
    const one = (await pending()).find(({ lines }) => lines.length === 1);
    await page.setViewportSize({ width, height });
    await page.goto(`${system.endpoints.web}/approvals/${one?.id}`);
    const parts = [
      page.getByRole('heading', { level: 1 }),
      page.getByText(/Chance of running out|No stock-out in sight/),
      page.getByRole('heading', { name: /^Why / }),
      ...[/^Approve/, /^Amend/, /^Postpone/, /^Reject/].map((name) => page.getByRole('button', { name })),
    ];
    for (const part of parts) {
      // While one page gives way to the next, the old one is still there, hidden.
      const box = await part.filter({ visible: true }).boundingBox();
      expect(box?.y).toBeGreaterThanOrEqual(0);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
    }
    const [scrollWidth, scrollHeight] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.scrollHeight]',
    );
    expect(scrollWidth).toBeLessThanOrEqual(width);
    expect(width < 1000 || scrollHeight <= height).toBe(true);
    await page.setViewportSize({ width: 1366, height: 768 });
  },
);

test('a decision on figures that moved is shown what changed, and counts once it is given again', async () => {
  const one = (await pending()).find(({ lines, status }) => lines.length === 1 && status === 'PENDING');
  await page.goto(`${system.endpoints.web}/approvals/${one?.id}`);
  await page.getByRole('button', { name: /^Approve/ }).waitFor();
  const moved = await fetch(`${system.endpoints.api}/stock-movements`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await system.token('operator')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      kind: 'receive',
      sku: one?.lines[0]?.sku,
      location: one?.locationName,
      quantity: 500,
    }),
  });
  const { eventId } = v.parse(v.object({ eventId: v.string() }), await moved.json());
  await page.evaluate(async (id) => await fetch(`/api/events/${id}?wait=10s`), eventId);

  await page.keyboard.press('a');
  await page.getByText('Since you opened this page the figures changed').first().waitFor();
  await page.getByRole('rowheader', { name: 'inventory position' }).first().waitFor();
  await page.getByRole('button', { name: /on the new figures$/ }).click();
  await tray(one?.number ?? '').waitFor();
  const decided = async () => (await pending()).map(({ id }) => id);
  await expect.poll(decided).not.toContain(one?.id);
});

test('a viewer sees no costs and is told why nothing can be decided', async () => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const viewer = await context.newPage();
  await signIn(viewer, system.endpoints.web, 'viewer', '/approvals');
  await viewer.locator('a[data-row]').first().waitFor();
  expect(await viewer.getByRole('table').innerText()).not.toMatch(/[€$]/);
  await viewer.locator('a[data-row]').first().click();
  await viewer.getByText('Viewers cannot decide: this needs the role Operator.').first().waitFor();
  expect(await viewer.getByRole('button', { name: /^Approve/ }).isDisabled()).toBe(true);
  expect(await viewer.getByRole('main').innerText()).not.toMatch(/[€$]/);
  await context.close();
});
