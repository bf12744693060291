/** Forecasts, policies and what people tell them, in a real browser on a running system with demo data. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { axe, launchBrowser, signIn } from '#test/support/browser.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

let system: TestSystem;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem({ web: true, empty: false }), launchBrowser()]);
  const context = await browser.newContext({
    viewport: { width: 1366, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, system.endpoints.web, 'admin', '/forecast-runs');
  // The demo data's first run.
  await page
    .getByText(/^Completed/)
    .first()
    .waitFor({ timeout: 180_000 });
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

const open = async (path: string) => {
  await page.goto(`${system.endpoints.web}${path}`);
};
const region = (name: RegExp | string) => page.getByRole('region', { name });

test('a run shows how right forecasts were, by class', async () => {
  await open('/forecast-runs');
  await page.locator('a[data-row]').first().click();
  const accuracy = region('How right forecasts were');
  await accuracy.getByRole('row').filter({ hasText: 'A' }).first().waitFor();
  expect(await accuracy.innerText()).toMatch(/\d+\s?%/);
  expect(await axe(page)).toEqual([]);
});

test('the nightly run is paused with a reason and resumed', async () => {
  await open('/forecast-runs');
  const schedule = region(/^Schedule/);
  await schedule.getByText('Every night at').waitFor();
  await schedule.getByRole('button', { name: 'Pause' }).click();
  const dialog = page.getByRole('dialog', { name: 'Pause the nightly run' });
  await dialog.getByLabel('Reason').selectOption('data-wrong');
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await schedule.getByText('Paused', { exact: true }).waitFor();
  expect(await schedule.innerText()).toContain('until someone resumes it');
  await schedule.getByRole('button', { name: 'Resume' }).click();
  await schedule.getByText('Every night at').waitFor();
});

test('class policies say what a change would come to before it is saved, and levels follow once it is', async () => {
  await open('/policies/classes');
  const target = page.getByLabel('AX: Target');
  await target.fill('99.5');
  await target.blur();
  await page.getByRole('button', { name: 'What would it come to?' }).click();
  const result = region('What would it come to?');
  await result.getByRole('row', { name: /Mean stock value/ }).waitFor({ timeout: 60_000 });
  expect(await result.innerText()).toMatch(/products computed/);
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved; levels follow in a moment').waitFor();
  await open('/policies?class=AX');
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.locator('tbody tr').first().innerText();
      },
      { timeout: 90_000, interval: 2_000 },
    )
    .toContain('99.5');
  expect(await axe(page)).toEqual([]);
});

test('a demand event is planned and called off', async () => {
  await open('/demand-events');
  await page.getByRole('button', { name: 'Plan an event' }).click();
  const dialog = page.getByRole('dialog', { name: 'Plan a demand event' });
  await dialog.getByRole('button', { name: 'Plan', exact: true }).click();
  await dialog.getByText('Enter a name.').waitFor();
  await dialog.getByLabel(/^Name/).fill('Trade fair');
  await dialog.getByRole('button', { name: 'Plan', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'Trade fair' });
  await row.getByText('Planned').waitFor();
  expect(await axe(page)).toEqual([]);
  await row.getByRole('button', { name: /^Call off/ }).click();
  await row.getByText('Called off').waitFor();
});

test('a product shows its forecast with the methods that lost, and takes an override with its reason', async () => {
  await open('/policies?class=AX');
  await page.locator('a[data-row]').first().click();
  const forecast = region(/^Forecast at/);
  await forecast.getByRole('heading', { name: 'Methods compared' }).waitFor();
  expect(await forecast.getByText('used', { exact: true }).count()).toBe(1);
  expect(await forecast.getByText('Left out of the history').count()).toBe(1);
  expect(await axe(page)).toEqual([]);
  await forecast.getByRole('button', { name: 'Override' }).click();
  const dialog = page.getByRole('dialog', { name: /^Override the forecast/ });
  await dialog.getByLabel(/^Units per day/).fill('7');
  await dialog.getByLabel(/^Last day/).fill('2099-12-31');
  await dialog.getByLabel('Reason').selectOption('demand-event-known');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const override = forecast.getByRole('listitem').filter({ hasText: '7 a day' });
  await override.waitFor();
  await override.getByRole('button', { name: 'End' }).click();
  await expect.poll(() => override.count()).toBe(0);
});
