import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dailyMeans } from './daily-means.ts';
import { addDays } from './day-number.ts';
import { forecastItem, type ForecastInput } from './forecast-item.ts';
import type { Forecast } from './item-forecast.ts';
import { seededRandom } from './seeded-random.ts';
import { mean, sum } from './sum.ts';

const firstDay = '2024-11-22';

function inputOf(values: readonly number[]): ForecastInput {
  return {
    history: values.map((quantity, i) => ({ day: addDays(firstDay, i), quantity })),
    asOf: addDays(firstDay, values.length),
    leadTimeDays: { mean: 14, standardDeviation: 3 },
    reviewPeriodDays: 7,
    cycleServiceLevel: 0.95,
  };
}

function forecastOf(values: readonly number[]): Forecast {
  const forecast = forecastItem(inputOf(values));
  if (forecast.kind !== 'forecast') throw new Error('expected a forecast');
  return forecast;
}

function noisy(days: number, seed: string, level: (day: number) => number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: days }, (_, i) => Math.round(level(i) * (0.5 + random())));
}

test('less than four weeks are not enough, and it says how many are needed', () => {
  expect(forecastItem(inputOf([1, 2, 3]))).toEqual({
    kind: 'not-enough-history',
    historyDays: 3,
    needDays: 28,
  });
});

test('constant demand is forecast as it is; only the lead time spreads it: σ = 5 · 3', () => {
  const forecast = forecastOf(Array.from({ length: 200 }, () => 5));
  expect(forecast.meanPerDay).toBeCloseTo(5, 9);
  expect(forecast.standardDeviationPerDay).toBeCloseTo(0, 9);
  expect(forecast.leadTimeDemand.mean).toBeCloseTo(70, 6);
  expect(forecast.leadTimeDemand.standardDeviation).toBeCloseTo(15, 6);
  expect(forecast.protectionDemand.mean).toBeCloseTo(105, 6);
  expect(forecast.accuracy?.wape).toBeCloseTo(0, 9);
  expect(forecast.accuracy?.bias).toBeCloseTo(0, 9);
  expect(forecast.accuracy?.coverage80).toBe(1);
});

test('a forecast reacts to what was sold: after a step from 10 to 100 it is near 100', () => {
  const forecast = forecastOf([...noisy(600, 'a', () => 10), ...noisy(60, 'b', () => 100)]);
  expect(forecast.meanPerDay).toBeGreaterThan(75);
  expect(forecast.meanPerDay).toBeLessThan(130);
});

test('growth goes on, but less each day', () => {
  const forecast = forecastOf(noisy(400, 'growth', (i) => 20 + i / 4));
  expect(forecast.meanPerDay).toBeGreaterThan(105);
  expect(forecast.meanPerDay).toBeLessThan(150);
});

test('a random walk is never forecast as 0', () => {
  const random = seededRandom('walk');
  let level = 100;
  const forecast = forecastOf(
    Array.from({ length: 500 }, () => {
      level = Math.max(5, level + random() * 10 - 5);
      return level;
    }),
  );
  expect(forecast.meanPerDay).toBeGreaterThan(level * 0.7);
  expect(forecast.leadTimeDemand.p10).toBeGreaterThan(0);
});

test('what was sold at or after the day of the forecast does not change it', () => {
  const past = inputOf(noisy(300, 'past', () => 8));
  const future = [0, 1, 2].map((i) => ({ day: addDays(past.asOf, i), quantity: 999 }));
  expect(forecastItem({ ...past, history: [...past.history, ...future] })).toEqual(forecastItem(past));
});

test('a weekly pattern is in the mean of each coming day, and the days add up to the mean', () => {
  const shape = [1.2, 1.2, 1.2, 1.2, 2.2, 0, 0];
  // 2024-11-22 is a Friday.
  const forecast = forecastOf(noisy(364, 'week', (i) => 10 * (shape[(i + 4) % 7] ?? 0)));
  const means = dailyMeans(forecast, addDays(firstDay, 364), 28);
  expect(mean(means)).toBeCloseTo(forecast.meanPerDay, 6);
  expect(means[0]).toBeGreaterThan((means[1] ?? 0) + 15);
  expect(means[1]).toBe(0);
});

test('a yearly season is in the lead-time demand of the coming months', () => {
  const season = (i: number): number => 1 + 0.5 * Math.cos((2 * Math.PI * i) / 365);
  const forecast = forecastOf(noisy(730, 'year', (i) => 20 * season(i)));
  expect(forecast.method).toContain('month');
  expect(forecast.leadTimeDemand.mean).toBeGreaterThan(14 * 20 * 1.25);
});

test('seldom demand keeps its rate, and its quantiles are whole units', () => {
  const random = seededRandom('seldom');
  const forecast = forecastOf(Array.from({ length: 700 }, () => (random() < 0.1 ? 4 : 0)));
  expect(['intermittent', 'lumpy']).toContain(forecast.demandPattern);
  expect(forecast.meanPerDay).toBeGreaterThan(0.25);
  expect(forecast.meanPerDay).toBeLessThan(0.6);
  expect(Number.isInteger(forecast.leadTimeDemand.p95)).toBe(true);
  expect(forecast.leadTimeDemand.p99).toBeGreaterThan(forecast.leadTimeDemand.p50);
});

test('ten times the demand has ten times the forecast where demand is measured, not counted', () => {
  const values = noisy(300, 'scale', () => 30);
  const once = forecastOf(values);
  const tenfold = forecastOf(values.map((value) => value * 10));
  expect(tenfold.leadTimeDemand.p95).toBeCloseTo(once.leadTimeDemand.p95 * 10, 4);
});

test('eight in ten running sums lie in the band of p10 to p90, within a tenth either way', () => {
  let coverage = 0;
  for (let k = 0; k < 20; k += 1) {
    coverage += (forecastOf(noisy(400, `band ${k}`, () => 25)).accuracy?.coverage80 ?? 0) / 20;
  }
  expect(coverage).toBeGreaterThan(0.7);
  expect(coverage).toBeLessThan(0.97);
});

const histories = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.nat(50),
    fc.double({ min: -1e9, max: 1e9 }),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
  ),
  { minLength: 28, maxLength: 400 },
);

test('whatever was sold, nothing is NaN or negative, quantiles rise, and the same input gives the same forecast', () => {
  fc.assert(
    fc.property(histories, (values) => {
      const forecast = forecastOf(values);
      for (const demand of [forecast.leadTimeDemand, forecast.protectionDemand]) {
        const quantiles = [demand.p10, demand.p50, demand.p90, demand.p95, demand.p99];
        expect(quantiles.every((q) => Number.isFinite(q) && q >= 0)).toBe(true);
        expect([...quantiles].sort((a, b) => a - b)).toEqual(quantiles);
      }
      expect(forecast.protectionDemand.mean).toBeGreaterThanOrEqual(forecast.leadTimeDemand.mean);
      expect(sum(forecast.weekdayFactors)).toBeCloseTo(7, 6);
      expect(forecastOf(values)).toEqual(forecast);
    }),
    { numRuns: 60 },
  );
});
