/** Stock at hand, as somebody with a scanner meets it, in a real browser. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openApi, type Api } from '#test/support/api.ts';
import { axe, launchBrowser, signIn } from '#test/support/browser.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

let system: TestSystem;
let browser: Browser;
let page: Page;

const as = (user: string): Api => openApi(system.endpoints.api, () => system.token(user));

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem({ web: true }), launchBrowser()]);
  const api = as('operator');
  for (const name of ['Main', 'Shop']) await api.write('PUT', '/locations', { name });
  await api.write('POST', '/products', { sku: 'FC-10', name: 'Filter', unitCostMinor: 500 });
  await api.write('POST', '/products', { sku: 'FC-20', name: 'Filter, large', unitCostMinor: 900 });
  const moved = await api.write('POST', '/stock-movements', { sku: 'FC-10', kind: 'receive', quantity: 100 });
  await api.request('GET', `/events/${moved.eventId}?wait=20s`);
  page = await pageOf('operator');
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

async function pageOf(user: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' });
  const opened = await context.newPage();
  opened.setDefaultTimeout(20_000);
  await signIn(opened, system.endpoints.web, user, '/stock');
  return opened;
}

/** As a keyboard wedge: it types into whatever has the focus, and ends with Enter. */
async function scan(code: string): Promise<void> {
  await page.locator('input[name="code"]:focus').waitFor();
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}

const figures = async (location: string): Promise<readonly string[]> =>
  (await page.getByRole('row').filter({ hasText: location }).first().getByRole('cell').allInnerTexts()).slice(
    0,
    4,
  );

async function confirm(title: RegExp, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void>) {
  const dialog = page.getByRole('dialog', { name: title });
  await fill(dialog);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

test('a product is found by its name, given a barcode, and found by that', async () => {
  await scan('filter');
  await page.getByText('2 products match').waitFor();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('link', { name: 'Filter', exact: true }).click();
  await page.getByRole('button', { name: 'Barcodes' }).click();
  await confirm(/^Barcodes of Filter/, (dialog) => dialog.getByLabel('Barcodes').fill('4006381333931'));
  await page.getByRole('button', { name: 'Units' }).click();
  await confirm(/^Units of Filter/, (dialog) => dialog.getByLabel('Units').fill('box = 12'));
  await page.goto(`${system.endpoints.web}/stock`);
  await scan('4006381333931');
  await page.getByText('FC-10 · pcs · 4006381333931').waitFor();
  expect(await figures('Main')).toEqual(['100', '0', '0', '100']);
  expect(await axe(page)).toEqual([]);
});

test('a code that nothing goes by is said so, and the field is ready for the next', async () => {
  await scan('000');
  await page.getByText('Nothing goes by “000”').waitFor();
  expect(await axe(page)).toEqual([]);
  await scan('4006381333931');
  await page.getByText('FC-10 · pcs · 4006381333931').waitFor();
});

test('stock is reserved by the box, set apart, let go, and moved', async () => {
  await page.getByRole('button', { name: 'Reserve Main' }).click();
  await confirm(/^Reserve Filter at Main/, async (dialog) => {
    await dialog.getByLabel('Quantity').fill('2');
    await dialog.getByLabel('Unit').selectOption('box');
    await dialog.getByLabel(/^For what/).fill('SO-7');
  });
  await expect.poll(() => figures('Main')).toEqual(['100', '24', '0', '76']);
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Quarantine Main' }).click();
  await confirm(/into quarantine$/, async (dialog) => {
    await dialog.getByLabel('Quantity').fill('6');
    await dialog.getByLabel('Reason').selectOption('data-wrong');
  });
  await expect.poll(() => figures('Main')).toEqual(['100', '24', '6', '70']);
  await page.getByRole('button', { name: 'Release Main' }).click();
  await confirm(/out of quarantine$/, async (dialog) => {
    await dialog.getByLabel('Scrap it').check();
    await dialog.getByLabel('Reason').selectOption('data-wrong');
  });
  await expect.poll(() => figures('Main')).toEqual(['94', '24', '0', '70']);
  await page.getByRole('button', { name: 'Move Main' }).click();
  await confirm(/^Move Filter from Main/, (dialog) => dialog.getByLabel('Quantity').fill('10'));
  await expect.poll(() => figures('Main')).toEqual(['84', '24', '0', '60']);
  expect(await figures('Shop')).toEqual(['10', '0', '0', '10']);
  await page.getByRole('button', { name: 'Ship SO-7' }).click();
  await expect.poll(() => figures('Main')).toEqual(['60', '0', '0', '60']);
});

test('a large difference waits for somebody who may approve it', async () => {
  await page.getByRole('button', { name: 'Count Main' }).click();
  await confirm(/^Count Filter at Main/, (dialog) => dialog.getByLabel(/^Counted/).fill('20'));
  const waiting = page.getByRole('region', { name: 'Counts that wait' });
  await waiting.getByRole('row').filter({ hasText: 'FC-10' }).waitFor();
  expect(await waiting.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  await page.context().close();
  page = await pageOf('approver');
  const row = page.getByRole('row').filter({ hasText: 'FC-10' });
  await row.getByText('€200.00').waitFor();
  expect(await axe(page)).toEqual([]);
  await row.getByRole('button', { name: 'Approve Filter' }).click();
  await page.getByText('No count waits.').first().waitFor();
  // Nothing has the focus: the scanner types all the same.
  await page.keyboard.type('4006381333931');
  await page.keyboard.press('Enter');
  await expect.poll(() => figures('Main')).toEqual(['20', '0', '0', '20']);
});

test('a viewer sees the stock and the waiting counts, and nothing to do about them', async () => {
  await page.context().close();
  page = await pageOf('viewer');
  await scan('4006381333931');
  await page.getByText('FC-10 · pcs · 4006381333931').waitFor();
  expect(await figures('Main')).toEqual(['20', '0', '0', '20']);
  for (const name of ['Count Main', 'Reserve Main', 'Barcodes', 'Units'])
    expect(await page.getByRole('button', { name }).count()).toBe(0);
  expect(await axe(page)).toEqual([]);
});

test('a browser that reads no barcodes says so and leaves the field', async () => {
  await page.getByRole('button', { name: 'Scan with the camera' }).click();
  const dialog = page.getByRole('dialog', { name: 'Scan with the camera' });
  await dialog.getByRole('status').waitFor();
  expect(await dialog.innerText()).toContain('This browser cannot read barcodes with the camera.');
  expect(await dialog.locator('video').count()).toBe(0);
});
