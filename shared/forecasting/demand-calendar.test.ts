import { expect, test } from 'vitest';

import { dailyMeans } from './daily-means.ts';
import { demandCalendar } from './demand-calendar.ts';
import { demandOver, type DemandOutlook } from './demand-over.ts';

const asOf = '2026-12-01';
const fair = { name: 'fair', from: '2026-12-03', to: '2026-12-06', lift: 2 };
const sale = { name: 'sale', from: '2026-12-05', to: '2026-12-08', lift: 1.5 };

test('lifts of one day multiply, and an override holds in place of the events of its days', () => {
  const override = { from: '2026-12-06', until: '2026-12-07', perDay: 9, factor: null };
  expect(demandCalendar({ demandEvents: [fair, sale], overrides: [override] }, asOf)).toEqual([
    { from: '2026-12-03', to: '2026-12-04', factor: 2, perDay: null },
    { from: '2026-12-05', to: '2026-12-05', factor: 3, perDay: null },
    { from: '2026-12-06', to: '2026-12-07', factor: null, perDay: 9 },
    { from: '2026-12-08', to: '2026-12-08', factor: 1.5, perDay: null },
  ]);
});

test('what is over does not count, what began earlier counts from today, and of two overrides the later one holds', () => {
  const over = { ...fair, from: '2026-11-01', to: '2026-11-30' };
  const begun = { from: '2026-11-20', until: null, perDay: null, factor: 0.5 };
  const later = { from: '2026-12-10', until: '2026-12-11', perDay: null, factor: 3 };
  expect(demandCalendar({ demandEvents: [over], overrides: [begun, later] }, asOf)).toEqual([
    { from: '2026-12-01', to: '2026-12-09', factor: 0.5, perDay: null },
    { from: '2026-12-10', to: '2026-12-11', factor: 3, perDay: null },
    { from: '2026-12-12', to: null, factor: 0.5, perDay: null },
  ]);
  expect(demandCalendar({}, asOf)).toEqual([]);
});

const outlook: DemandOutlook = {
  meanPerDay: 10,
  baselinePerDay: 10,
  trendPerDay: 0,
  weekdayFactors: [1, 1, 1, 1, 1, 1, 1],
  variance: { perDay: 4, ofLevel: 0.25 },
  leadTimeDemand: { isCount: false },
};
const tenDays = { asOf, days: 10, leadTimeStandardDeviation: 0 };

test('each day has its own mean, with the factor or the figure of its entry', () => {
  const calendar = demandCalendar(
    { demandEvents: [fair], overrides: [{ from: '2026-12-07', until: null, perDay: 4, factor: null }] },
    asOf,
  );
  const means = dailyMeans({ ...outlook, calendar }, asOf, 8);
  expect([...means]).toEqual([10, 10, 20, 20, 20, 20, 4, 4]);
});

test('demand over an interval: variance = days · perDay + days² · ofLevel + (mean per day · σ of the lead time)²', () => {
  const demand = demandOver(outlook, { ...tenDays, leadTimeStandardDeviation: 2 });
  expect(demand.mean).toBeCloseTo(100, 9);
  expect(demand.standardDeviation).toBeCloseTo(Math.sqrt(10 * 4 + 100 * 0.25 + (10 * 2) ** 2), 9);
  expect(demandOver(outlook, { ...tenDays, days: 2.5 }).mean).toBeCloseTo(25, 9);
  expect(demandOver(outlook, { ...tenDays, days: 0 })).toMatchObject({
    mean: 0,
    standardDeviation: 0,
    p99: 0,
  });
});

test('doubled demand has twice the deviation on its days, and no demand has none', () => {
  const all = { ...fair, from: asOf, to: '2027-12-31' };
  const doubled = demandOver(
    { ...outlook, calendar: demandCalendar({ demandEvents: [all] }, asOf) },
    tenDays,
  );
  expect(doubled.mean).toBeCloseTo(200, 9);
  expect(doubled.standardDeviation).toBeCloseTo(2 * demandOver(outlook, tenDays).standardDeviation, 9);
  const closed = { ...all, lift: 0 };
  const none = demandOver(
    { ...outlook, calendar: demandCalendar({ demandEvents: [closed] }, asOf) },
    tenDays,
  );
  expect(none).toMatchObject({ mean: 0, standardDeviation: 0 });
});

test('a figure for what did not sell has the spread of single units: variance = mean', () => {
  const calendar = [{ from: asOf, to: null, factor: null, perDay: 3 }];
  const unsold = { ...outlook, meanPerDay: 3, baselinePerDay: 0, variance: { perDay: 0, ofLevel: 0 } };
  const demand = demandOver({ ...unsold, calendar }, tenDays);
  expect(demand.mean).toBeCloseTo(30, 9);
  expect(demand.standardDeviation).toBeCloseTo(Math.sqrt(30), 9);
});

test('a figure for what hardly sold any more does not carry the spread of its past along', () => {
  const dying = { ...outlook, meanPerDay: 5, baselinePerDay: 1e-6, variance: { perDay: 2, ofLevel: 0.1 } };
  const calendar = [{ from: asOf, to: null, factor: null, perDay: 5 }];
  const demand = demandOver({ ...dying, calendar }, tenDays);
  expect(demand.mean).toBeCloseTo(50, 9);
  expect(demand.standardDeviation).toBeLessThan(80);
});
