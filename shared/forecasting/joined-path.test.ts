import { expect, test } from 'vitest';

import { dailyMeans, MEAN_WINDOW_DAYS } from './daily-means.ts';
import { addDays } from './day-number.ts';
import { forecastItem, type ForecastInput } from './forecast-item.ts';
import type { Forecast } from './item-forecast.ts';
import { seededRandom } from './seeded-random.ts';
import { mean, sum } from './sum.ts';

const firstDay = '2024-11-22';
const asOf = addDays(firstDay, 400);
const random = seededRandom('path');
const values = Array.from({ length: 400 }, () => 20 + 10 * random());

function inputOf(others: readonly Float64Array[], times = 1): ForecastInput {
  return {
    history: values.map((quantity, i) => ({ day: addDays(firstDay, i), quantity: times * quantity })),
    asOf,
    leadTimeDays: { mean: 14, standardDeviation: 3 },
    reviewPeriodDays: 7,
    others,
  };
}

function forecastOf(input: ForecastInput): Forecast {
  const forecast = forecastItem(input);
  if (forecast.kind !== 'forecast') throw new Error(`expected a forecast, found ${forecast.reason}`);
  return forecast;
}

/** Twice the usual in the second week. */
const learned = Float64Array.from({ length: MEAN_WINDOW_DAYS }, (_, i) => (i >= 7 && i < 14 ? 50 : 25));

test('a learned path and the own one have equal weights, and all that rests on daily means follows', () => {
  const alone = forecastOf(inputOf([]));
  const forecast = forecastOf(inputOf([learned]));
  const own = dailyMeans(alone, asOf, 40);
  const means = dailyMeans(forecast, asOf, 40);
  means.forEach((value, i) => {
    const expected = i < MEAN_WINDOW_DAYS ? ((own[i] ?? 0) + (learned[i] ?? 0)) / 2 : own[i];
    expect(value).toBeCloseTo(expected ?? 0, 9);
  });
  expect(alone.path).toBeNull();
  expect(forecast.method).toBe(`${alone.method}-learned`);
  expect(forecast.meanPerDay).toBeCloseTo(mean(means.subarray(0, MEAN_WINDOW_DAYS)), 9);
  expect(forecast.leadTimeDemand.mean).toBeCloseTo(sum(means.subarray(0, 14)), 9);
  expect(forecast.protectionDemand.mean).toBeCloseTo(sum(means.subarray(0, 21)), 9);
  expect(forecast).toMatchObject({
    baselinePerDay: alone.baselinePerDay,
    variance: alone.variance,
    contenders: [{ method: forecast.method, wape: null }, ...alone.contenders.slice(0, 3)],
  });
  expect(dailyMeans(forecast, addDays(asOf, 10), 5)).toEqual(means.slice(10, 15));
});

test('the path is in proportion to demand, and the same for the same input', () => {
  const [once, again] = [forecastOf(inputOf([learned])), forecastOf(inputOf([learned]))];
  expect(again).toEqual(once);
  const larger = forecastOf(inputOf([learned.map((value) => 3 * value)], 3));
  larger.path?.means.forEach((value, i) => {
    expect(value).toBeCloseTo(3 * (once.path?.means[i] ?? 0), 6);
  });
});

test('demand events are in the path already; what a person said of a day stays', () => {
  const day = (i: number): string => addDays(asOf, i);
  const fair = { name: 'fair', from: day(7), to: day(13), lift: 2, isMeasured: true };
  const said = { name: 'said', from: day(15), to: day(16), lift: 1.2 };
  const override = { from: day(20), until: day(21), perDay: 99, factor: null };
  const plans = { demandEvents: [fair, said], overrides: [override] };
  const forecast = forecastOf({ ...inputOf([learned]), adjustments: plans });
  const means = dailyMeans(forecast, asOf, MEAN_WINDOW_DAYS);
  const own = dailyMeans(forecastOf({ ...inputOf([]), adjustments: plans }), asOf, MEAN_WINDOW_DAYS);
  expect(means[8]).toBeCloseTo(((own[8] ?? 0) + 50) / 2, 9);
  expect([means[15], means[16]]).toEqual([own[15], own[16]]);
  expect([means[20], means[21]]).toEqual([99, 99]);
  expect(forecast.baselinePerDay).toBeLessThan(27);
});

test.each([
  ['of another length', new Float64Array(27).fill(5)],
  ['that is not finite', new Float64Array(28).fill(Number.NaN)],
  ['below 0', new Float64Array(28).fill(-1)],
])('a path %s is not read', (_name, path) => {
  expect(forecastOf(inputOf([path]))).toEqual(forecastOf(inputOf([])));
});

test('a closed day stays closed', () => {
  const { history, ...rest } = inputOf([learned]);
  const closed = history.map((each, i) => (i % 7 === 3 ? { ...each, quantity: 0 } : each));
  const { path } = forecastOf({ history: closed, ...rest });
  expect(path?.means.map((value, i) => ((400 + i) % 7 === 3 ? value === 0 : value > 0))).toEqual(
    Array.from({ length: MEAN_WINDOW_DAYS }, () => true),
  );
});
