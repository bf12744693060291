import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { NotifierTask, type RunSummary } from '#shared/contracts/workflows/notifier.ts';

import { runSummaryMail } from './run-summary.ts';

const runId = '0199a0a0-0000-7000-8000-000000000001';
const summary: RunSummary = {
  runId,
  asOf: '2026-11-22',
  trigger: 'nightly',
  planned: 1300,
  failed: 2,
  changed: 14,
  minutes: 12.4,
  accuracy: [
    { abcClass: 'A', items: 100, wape: 0.314, bias: 0.05, coverage80: 0.81 },
    { abcClass: null, items: 3, wape: null, bias: null, coverage80: null },
  ],
  worst: [{ sku: 'P-1', name: 'Lamp', reason: 'no lead time' }],
  tenantName: 'Demo Ltd',
  timeZone: 'Europe/London',
};
const appUrl = 'https://app.example';

describe('the mail about a forecast run', () => {
  it('says what matters in its subject', () => {
    expect(runSummaryMail(summary, 'en', appUrl).subject).toBe(
      'Forecast of 22 Nov: 1,300 products, 2 failed, 14 policies changed',
    );
    expect(runSummaryMail(summary, 'de', appUrl).subject).toBe(
      'Prognose vom 22. Nov.: 1.300 Artikel, 2 fehlgeschlagen, 14 Bestandsregeln geändert',
    );
  });

  it('leaves out of the subject what did not happen, and counts one as one', () => {
    const quiet = { ...summary, planned: 1, failed: 0, changed: 0, worst: [] };
    expect(runSummaryMail(quiet, 'en', appUrl).subject).toBe(
      'Forecast of 22 Nov: 1 product, no policy changed',
    );
    expect(runSummaryMail({ ...quiet, changed: 1 }, 'de', appUrl).subject).toContain(
      '1 Bestandsregel geändert',
    );
    expect(runSummaryMail({ ...quiet, trigger: 'policyChange' }, 'en', appUrl).subject).toMatch(
      /^Policies of /,
    );
  });

  it('says in text who, when, how long, how right and what failed, and where to look', () => {
    expect(runSummaryMail(summary, 'en', appUrl).text)
      .toBe(`Demo Ltd, 22 November 2026 (Europe/London): 1,300 products, 2 failed, 14 policies changed.

Nightly run; it took 12 minutes.

Open the forecast run: https://app.example/forecast-runs/${runId}

PRODUCTS THAT FAILED

- P-1; Product: Lamp; Why: no lead time

And 1 more. They keep their forecast of the run before.

HOW RIGHT THE FORECASTS WERE

- Class A; Products: 100; Error (WAPE): 31%; Bias: +5%; Within the 80% band: 81%
- No class; Products: 3; Error (WAPE): –; Bias: –; Within the 80% band: –

Error is the sum of all misses divided by demand. A positive bias means that forecasts were too high. About 80% should lie within the band.
`);
  });

  it('says the same in HTML, in the language of the reader', () => {
    const { html } = runSummaryMail(summary, 'de', appUrl);
    expect(html).toContain('<html lang="de">');
    expect(html).toContain('>Klasse A</td>');
    expect(html).toContain(`<a href="${appUrl}/forecast-runs/${runId}">Prognoselauf öffnen</a>`);
    expect(html).not.toMatch(/undefined|null|NaN/);
  });

  it('is silent about failures and accuracy where there is nothing to say', () => {
    const { text } = runSummaryMail(
      { ...summary, failed: 0, worst: [], accuracy: [], minutes: 0.2 },
      'en',
      appUrl,
    );
    expect(text).not.toMatch(/FAILED|RIGHT/);
    expect(text).toContain('it took less than a minute');
  });

  it('lets no typed name begin a header, pose as a line, become markup or turn the writing round', () => {
    const evil = '<b>"Lamp"</b>\r\nBcc: all@example.com\u2028\u202Ex';
    const mail = runSummaryMail(
      { ...summary, tenantName: evil, timeZone: evil, worst: [{ sku: evil, name: evil, reason: evil }] },
      'en',
      appUrl,
    );
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.text).not.toMatch(/^Bcc:|\u2028|\u202E/m);
    expect(mail.html).not.toMatch(/<b>|\u202E/);
    expect(mail.html).toContain('&#60;b&#62;&#34;Lamp&#34;&#60;/b&#62; Bcc: all@example.com x');
  });
});

describe('the task of notifier', () => {
  const task = { task: 'run-summary', to: ['a@example.com'], locale: 'en', summary };

  it('is taken as it is', () => {
    expect(v.parse(NotifierTask, task)).toEqual(task);
  });

  it.each([
    ['more than fifty addresses', { ...task, to: Array.from({ length: 51 }, (_, i) => `a${i}@example.com`) }],
    ['another language', { ...task, locale: 'fr' }],
    ['a member that nobody knows', { ...task, cc: ['b@example.com'] }],
    ['eleven failures', { ...task, summary: { ...summary, worst: Array(11).fill(summary.worst[0]) } }],
  ])('is refused with %s', (_name, wrong) => {
    expect(v.is(NotifierTask, wrong)).toBe(false);
  });
});
