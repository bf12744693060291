import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecastSeries } from './forecast-series.ts';
import { seededRandom } from './seeded-random.ts';

const year = [8, 9, 10, 11, 12, 14, 16, 14, 12, 11, 10, 9];

function monthly(values: ArrayLike<number>, horizon = 12): ReturnType<typeof forecastSeries> {
  return forecastSeries({ values, seasonLength: 12, horizon });
}

function noise(count: number, seed: string, level = 20): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => level * (0.5 + random()));
}

test('constant demand is forecast as it is, without a band', () => {
  const forecast = monthly(Array.from({ length: 48 }, () => 7.5));
  expect(forecast.means.every((value) => Math.abs(value - 7.5) < 1e-6)).toBe(true);
  expect(forecast.quantile(11, 0.99)).toBeCloseTo(7.5, 4);
  expect(forecast.quantileOfSum(3, 0.95)).toBeCloseTo(22.5, 4);
});

test('growth goes on and the season comes again', () => {
  const random = seededRandom('growing year');
  const demand = (i: number): number => (year[i % 12] ?? 0) * (10 + i / 6) * (0.97 + 0.06 * random());
  const forecast = monthly(Array.from({ length: 72 }, (_, i) => demand(i)));
  expect(forecast.isSeasonal).toBe(true);
  expect(forecast.method).toBe('theta-smoothing-season');
  Array.from(forecast.means).forEach((value, i) => {
    const actual = (year[i] ?? 0) * (10 + (72 + i) / 6);
    expect(Math.abs(value / actual - 1)).toBeLessThan(0.12);
  });
});

test('a random walk is never forecast as 0', () => {
  for (let k = 0; k < 30; k += 1) {
    const random = seededRandom(`walk ${k}`);
    let level = 100;
    const values = Array.from({ length: 90 }, () => {
      level = Math.max(10, level + 10 * random() - 5);
      return level;
    });
    for (const value of monthly(values).means) expect(value).toBeGreaterThan(level * 0.4);
  }
});

test('shuffled demand is called seasonal in at most one of ten cases', () => {
  let alarms = 0;
  for (let k = 0; k < 200; k += 1) if (monthly(noise(72, `flat ${k}`), 1).isSeasonal) alarms += 1;
  expect(alarms).toBeLessThanOrEqual(20);
});

test('seldom demand is a level, in whole units', () => {
  const random = seededRandom('seldom');
  const forecast = monthly(Array.from({ length: 60 }, () => (random() < 0.2 ? 3 : 0)));
  expect(forecast.method).toBe('slow-mean');
  expect(forecast.means[0]).toBeGreaterThan(0.3);
  expect(forecast.means[0]).toBeLessThan(1);
  expect(Number.isInteger(forecast.quantileOfSum(3, 0.95))).toBe(true);
});

test('ten times the demand has ten times the forecast where demand is measured, not counted', () => {
  const values = noise(60, 'scale', 30);
  const once = monthly(values);
  const tenfold = monthly(values.map((value) => 10 * value));
  expect(tenfold.means[11]).toBeCloseTo(10 * (once.means[11] ?? 0), 6);
  expect(tenfold.quantileOfSum(3, 0.95)).toBeCloseTo(10 * once.quantileOfSum(3, 0.95), 4);
});

test('nineteen of twenty coming periods lie in the band of 95 %, within a twentieth either way', () => {
  let inside = 0;
  for (let k = 0; k < 60; k += 1) {
    const all = noise(72, `band ${k}`);
    const forecast = monthly(all.slice(0, 60));
    all.slice(60).forEach((actual, i) => {
      if (actual >= forecast.quantile(i, 0.025) && actual <= forecast.quantile(i, 0.975)) inside += 1;
    });
  }
  expect(inside / 720).toBeGreaterThan(0.9);
});

test('no, one, negative, missing, endless and very many values are safe', () => {
  expect([...monthly([]).means]).toEqual(Array.from({ length: 12 }, () => 0));
  expect(monthly([0, 0, 0]).quantileOfSum(3, 0.99)).toBe(0);
  expect(monthly([5]).means[0]).toBeCloseTo(5, 6);
  expect(monthly([-3, Number.NaN, 4, Infinity]).means.every((value) => value >= 0 && value <= 12)).toBe(true);
  expect(monthly(noise(60, 'huge', 1e300)).means.every(Number.isFinite)).toBe(true);
  expect(monthly(noise(10_000, 'long')).means[0]).toBeGreaterThan(10);
});

const series = fc.array(fc.oneof(fc.constant(0), fc.nat(40), fc.double({ min: -1e9, max: 1e9 })), {
  maxLength: 130,
});

test('whatever was sold, nothing is NaN or negative, quantiles rise, and the same input gives the same forecast', () => {
  fc.assert(
    fc.property(series, fc.constantFrom(1, 4, 7, 12, 52), (values, seasonLength) => {
      const forecast = forecastSeries({ values, seasonLength, horizon: 5 });
      expect(forecast.means.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      const quantiles = [0.1, 0.5, 0.9, 0.95, 0.99].flatMap((p) => [forecast.quantileOfSum(5, p)]);
      expect(quantiles.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      expect([...quantiles].sort((one, other) => one - other)).toEqual(quantiles);
      expect(forecastSeries({ values, seasonLength, horizon: 5 }).means).toEqual(forecast.means);
    }),
    { numRuns: 80 },
  );
});
