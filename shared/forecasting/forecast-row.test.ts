import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';

import { ForecastRow } from '#shared/contracts/workflows/nightly-forecast.ts';

import { addDays } from './day-number.ts';
import { forecastItem, type ForecastInput } from './forecast-item.ts';
import { compactForecast, expandForecast, readStoredForecast } from './forecast-row.ts';
import type { Forecast } from './item-forecast.ts';
import { seededRandom } from './seeded-random.ts';

const key = {
  productId: '0199a000-0000-7000-8000-000000000001',
  locationId: '0199a000-0000-7000-8000-000000000002',
};

function forecastOf(values: readonly number[], more: Partial<ForecastInput> = {}): Forecast {
  const forecast = forecastItem({
    history: values.map((quantity, i) => ({ day: addDays('2024-01-01', i), quantity })),
    asOf: addDays('2024-01-01', values.length),
    leadTimeDays: { mean: 14, standardDeviation: 3 },
    reviewPeriodDays: 7,
    ...more,
  });
  if (forecast.kind !== 'forecast') throw new Error('expected a forecast');
  return forecast;
}

/** With weekdays, months, trend, outliers, demand events and overrides: the longest there is. */
function richForecast(): Forecast {
  const random = seededRandom('rich');
  const quantity = (i: number): number =>
    Math.round((100 + i / 7) * (i % 7 === 6 ? 0 : 1) * (1 + 0.5 * Math.sin(i / 58)) * (0.8 + 0.4 * random()));
  const asOf = addDays('2024-01-01', 760);
  const values = Array.from({ length: 760 }, (_, i) => (i % 90 === 3 ? 12_345 : quantity(i)));
  return forecastOf(values, {
    adjustments: {
      daysWithoutStock: [addDays(asOf, -9), addDays(asOf, -8)],
      excludedDays: [addDays(asOf, -30)],
      demandEvents: [{ name: 'fair', from: addDays(asOf, 3), to: addDays(asOf, 9), lift: 1.37 }],
      overrides: [{ from: addDays(asOf, 20), until: null, perDay: 87.654_321, factor: null }],
    },
  });
}

test('a forecast comes back from its row with all its names, to five digits, with five of its outliers', () => {
  const forecast = richForecast();
  const expanded = expandForecast(compactForecast(key, forecast));
  expect(expanded).toMatchObject(key);
  expect(expanded.forecast).toMatchObject({ demandPattern: forecast.demandPattern, method: forecast.method });
  expect(forecast.exclusions.outliers.length).toBeGreaterThan(5);
  expect(expanded.forecast.exclusions.outliers).toHaveLength(5);
  expect(differences(forecast, expanded.forecast, 'exclusions')).toEqual([]);
  expect(expandForecast(compactForecast(key, expanded.forecast))).toEqual(expanded);
});

test('whatever was sold, the row is valid and the forecast comes back from it to five digits', () => {
  const quantity = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    fc.nat(9),
    fc.double({ min: 0, max: 1e9 }),
  );
  fc.assert(
    fc.property(fc.array(quantity, { minLength: 28, maxLength: 300 }), (values) => {
      const forecast = forecastOf(values);
      const row = compactForecast(key, forecast);
      expect(v.parse(ForecastRow, row)).toEqual(row);
      expect(differences(forecast, expandForecast(row).forecast)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('a row with all there is has at most 900 bytes, one of a plain product at most 450', () => {
  const row = compactForecast(key, richForecast());
  expect(v.parse(ForecastRow, row)).toEqual(row);
  expect(JSON.stringify(row).length).toBeLessThanOrEqual(900);
  const random = seededRandom('plain');
  const plain = forecastOf(Array.from({ length: 400 }, () => Math.floor(20 * random())));
  expect(JSON.stringify(compactForecast(key, plain)).length).toBeLessThanOrEqual(450);
});

test('a path comes back from its row to four digits, and needs at most 220 bytes', () => {
  const values = Array.from({ length: 400 }, (_, i) => 10 + (i % 7));
  const others = [Float64Array.from({ length: 28 }, (_, i) => 20 * Math.exp(Math.sin(i)))];
  const forecast = forecastOf(values, { others });
  const row = compactForecast(key, forecast);
  expect(v.parse(ForecastRow, row)).toEqual(row);
  const { path } = expandForecast(row).forecast;
  expect(path?.from).toBe(forecast.path?.from);
  path?.means.forEach((mean, i) => {
    expect(mean / (forecast.path?.means[i] ?? 0)).toBeCloseTo(1, 3);
  });
  const without = compactForecast(key, { ...forecast, path: null });
  expect(JSON.stringify(row).length - JSON.stringify(without).length).toBeLessThanOrEqual(220);
});

test('a stored forecast is read as it was written', () => {
  const others = [Float64Array.from({ length: 28 }, (_, i) => 10 + i / 7)];
  for (const written of [
    richForecast(),
    forecastOf(
      Array.from({ length: 100 }, (_, i) => i % 9),
      { others },
    ),
  ]) {
    const { forecast } = expandForecast(compactForecast(key, written));
    expect(readStoredForecast(JSON.parse(JSON.stringify(forecast)))).toEqual(forecast);
  }
});

test('a forecast of an older run is read with what it lacks: no plans, nothing excluded, independent days', () => {
  const demand = {
    mean: 14,
    standardDeviation: 4,
    p10: 9,
    p50: 14,
    p90: 19,
    p95: 21,
    p99: 25,
    atServiceLevel: 21,
  };
  const older = {
    kind: 'forecast',
    demandPattern: 'lumpy',
    method: 'tsb',
    meanPerDay: 1,
    trendPerDay: 0,
    standardDeviationPerDay: 2,
    weekdayFactors: [1, 1, 1, 1, 1, 1, 1],
    leadTimeDemand: demand,
    protectionDemand: demand,
    accuracy: null,
    historyDays: 90,
  };
  expect(readStoredForecast(older)).toMatchObject({
    ...older,
    grain: 'day',
    baselinePerDay: 1,
    yearFactors: null,
    calendar: [],
    path: null,
    variance: { perDay: 4, ofLevel: 0 },
    leadTimeDemand: { isCount: true },
    contenders: [{ method: 'tsb', wape: null }],
    exclusions: { daysWithoutStock: 0, outliers: [] },
    likeShare: null,
  });
});

/**
 * Names of members that differ by more than rounding to five digits. Quantiles are computed anew: they may differ by a
 * thousandth of the largest of them and of the deviation, and those of counts by one unit.
 */
function differences(one: object, other: object, left = ''): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => name !== left);
  return names.flatMap((name) => {
    const a: unknown = Reflect.get(one, name);
    const b: unknown = Reflect.get(other, name);
    if (isObject(a) && isObject(b)) return differences(a, b).map((inner) => `${name}.${inner}`);
    const slack = 'p99' in one && /^p\d\d$/.test(name) ? quantileSlack(one) : 1e-12;
    const isNear =
      typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-4 * Math.abs(a) + slack;
    return a === b || isNear ? [] : [`${name}: ${String(a)} ${String(b)}`];
  });
}

function quantileSlack(demand: object): number {
  const { p99, standardDeviation, isCount } = v.parse(Distribution, demand);
  return 1e-3 * (p99 + standardDeviation) + (isCount ? 1 : 0);
}

const Distribution = v.object({ p99: v.number(), standardDeviation: v.number(), isCount: v.boolean() });

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
