import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecastSeries } from './forecast-series.ts';
import { seededRandom } from './seeded-random.ts';

const year = [8, 9, 10, 11, 12, 14, 16, 14, 12, 11, 10, 19];

function monthly(values: ArrayLike<number>, horizon = 12): ReturnType<typeof forecastSeries> {
  return forecastSeries({ values, seasonLength: 12, horizon });
}

function noise(count: number, seed: string, level = 20): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => level * (0.5 + random()));
}

/** Weeks with noise around 20, and three times as much in the four weeks before the end of each year. */
function weeksWithChristmas(count: number): number[] {
  const random = seededRandom('christmas');
  return Array.from({ length: count }, (_, i) => (i % 52 >= 48 ? 60 : 20) * (0.9 + 0.2 * random()));
}

function shuffled(values: number[], seed: string): number[] {
  const random = seededRandom(seed);
  const keys = values.map(() => random());
  const order = values.map((_, i) => i).sort((one, other) => (keys[one] ?? 0) - (keys[other] ?? 0));
  return order.map((i) => values[i] ?? 0);
}

const measured = fc.array(fc.double({ min: 0.25, max: 1000, noNaN: true }), { minLength: 1, maxLength: 90 });

test('k times the demand has k times the forecast and k times the quantiles where demand is measured', () => {
  fc.assert(
    fc.property(
      measured,
      fc.constantFrom(0.01, 3, 1e6),
      fc.constantFrom(1, 12, 52),
      (values, k, seasonLength) => {
        // A tenth of a unit is no whole number of units: such demand is measured.
        const once = forecastSeries({ values: [0.1, ...values], seasonLength, horizon: 4 });
        const times = forecastSeries({
          values: [0.1, ...values].map((value) => k * value),
          seasonLength,
          horizon: 4,
        });
        Array.from(times.means).forEach((value, i) => {
          expect(value / k).toBeCloseTo(once.means[i] ?? 0, 4);
        });
        const ratio = times.quantileOfSum(3, 0.95) / (k * once.quantileOfSum(3, 0.95));
        expect(ratio).toBeCloseTo(1, 3);
      },
    ),
    { numRuns: 40 },
  );
});

test('what comes after the last value is never read', () => {
  fc.assert(
    fc.property(measured, measured, (past, future) => {
      const buffer = Float64Array.from([...past, ...future]);
      const cut = monthly(buffer.subarray(0, past.length));
      expect(cut.means).toEqual(monthly(past).means);
      expect(cut.quantileOfSum(3, 0.9)).toBe(monthly(past).quantileOfSum(3, 0.9));
    }),
    { numRuns: 30 },
  );
});

test('an unknown period is no demand of 0: steady demand with gaps is forecast as it is', () => {
  const values = Array.from({ length: 48 }, (_, i) => (i % 7 === 3 ? Number.NaN : 12.5));
  const forecast = monthly(values);
  for (const value of forecast.means) expect(value).toBeCloseTo(12.5, 6);
  expect(forecast.quantileOfSum(3, 0.99)).toBeCloseTo(37.5, 3);
  expect(forecast.demandPattern).toBe('smooth');
});

test('a December that is unknown in one year is expected as in the others', () => {
  const values = Array.from({ length: 60 }, (_, i) => 1.5 * (year[i % 12] ?? 0));
  const gap = values.map((value, i) => (i === 35 ? Number.NaN : value));
  const forecast = monthly(gap);
  expect(forecast.isSeasonal).toBe(true);
  expect(Math.abs((forecast.means[11] ?? 0) / 28.5 - 1)).toBeLessThan(0.1);
});

test('only unknown periods are no history', () => {
  expect([...monthly([Number.NaN, Number.NaN], 3).means]).toEqual([0, 0, 0]);
});

test('demand of a million millions is forecast like any other', () => {
  const forecast = monthly(noise(48, 'huge', 1e12));
  for (const value of forecast.means) {
    expect(value).toBeGreaterThan(5e11);
    expect(value).toBeLessThan(2e12);
  }
});

test('sales that fall by three tenths each month and then stay are followed, not multiplied on', () => {
  const falling = [106_795, 74_757, 52_330, 36_631];
  for (const actual of [36_631, 60_000, 120_000]) {
    const sales = [...falling, ...Array.from({ length: 8 }, () => actual)];
    for (const value of monthly(sales, 3).means) {
      expect(value).toBeGreaterThan(0.7 * actual);
      expect(value).toBeLessThan(1.5 * actual);
    }
  }
});

test('every actual counts: a month that sells more raises the forecast', () => {
  const values = noise(40, 'react');
  const more = values.map((value, i) => (i === 39 ? 3 * value : value));
  expect(monthly(more).means[0]).toBeGreaterThan(monthly(values).means[0] ?? 0);
});

test('leading months without demand are before the product, but for the wait before its first sale', () => {
  const random = seededRandom('new part');
  const sold = Array.from({ length: 24 }, (_, i) => (i === 0 || random() < 0.4 ? 2 : 0));
  const young = monthly([0, 0, ...sold]);
  const old = monthly([...Array.from({ length: 30 }, () => 0), ...sold]);
  expect(old.means).toEqual(young.means);
  expect(monthly([...Array.from({ length: 30 }, () => 0), 8]).means[0]).toBeLessThan(8);
});

test('after the second Christmas demand falls as it did after the first, though two years make no seasonal model', () => {
  const { means, isSeasonal } = forecastSeries({
    values: weeksWithChristmas(104),
    seasonLength: 52,
    horizon: 52,
  });
  expect(isSeasonal).toBe(false);
  expect(means[3]).toBeLessThan(30);
  expect(means[50]).toBeGreaterThan(45);
});

test('noise takes little of what last season was', () => {
  const values = noise(90, 'no season');
  const { means } = forecastSeries({ values, seasonLength: 52, horizon: 20 });
  for (const value of means) expect(Math.abs(value / 20 - 1)).toBeLessThan(0.2);
});

test('forecasts of other models join the mean as equals', () => {
  const values = Array.from({ length: 48 }, () => 30);
  const others = [new Float64Array(6).fill(60)];
  const input = { values, seasonLength: 12, horizon: 6 };
  // Theta and smoothing say 30, the other one 60: their mean is 40, and a tenth is the value of last season.
  expect(forecastSeries({ ...input, others }).means[0]).toBeCloseTo(0.9 * 40 + 0.1 * 30, 6);
  expect(
    forecastSeries({ ...input, others: [new Float64Array(5), new Float64Array(6).fill(Infinity)] }).means,
  ).toEqual(forecastSeries(input).means);
});

test('the method used is listed first, with the ones it combines, at most four, by their errors', () => {
  const regular = monthly(noise(60, 'contest')).contenders;
  expect(regular.map(({ method }) => method)).toEqual([
    'theta-smoothing',
    'dynamic-theta',
    'exponential-smoothing',
    'last-season',
  ]);
  for (const { error } of regular) expect(error).toBeGreaterThan(0);
  const seldom = monthly(Array.from({ length: 60 }, (_, i) => (i % 5 === 0 ? 3 : 0))).contenders;
  expect(seldom.map(({ method }) => method)).toEqual([
    'slow-mean',
    'slow-smoothing',
    'quick-smoothing',
    'mean-of-last-12',
  ]);
  for (const { error } of monthly(Array.from({ length: 48 }, () => 5)).contenders)
    expect(error).toBeCloseTo(0, 9);
  expect(monthly([]).contenders).toEqual([]);
});

test('shuffled seasons are called seasonal in at most one of ten cases', () => {
  let alarms = 0;
  for (let k = 0; k < 100; k += 1) {
    const values = shuffled(
      Array.from({ length: 72 }, (_, i) => year[i % 12] ?? 0),
      `shuffle ${k}`,
    );
    if (monthly(values, 1).isSeasonal) alarms += 1;
  }
  expect(alarms).toBeLessThanOrEqual(10);
});
