import { expect, test } from 'vitest';
import { dynamicTheta } from './dynamic-theta.ts';
import { exponentialSmoothing } from './exponential-smoothing.ts';
import { nelderMead } from './nelder-mead.ts';
import { patternOf } from './pattern-of.ts';
import { rollingErrors } from './rolling-errors.ts';
import { seasonalIndices } from './seasonal-indices.ts';
import { isSeasonal } from './seasonal-test.ts';
import { shrunkIndices } from './shrunk-indices.ts';
import { seededRandom } from './seeded-random.ts';
import { slowMean } from './slow-mean.ts';

const fourSeasons = Float64Array.from({ length: 32 }, (_, i) => [10, 20, 30, 20][i % 4] ?? 0);

test('the Theta model carries a straight line on, and a constant too', () => {
  const line = dynamicTheta(Float64Array.from({ length: 40 }, (_, i) => i + 1));
  expect(line(40, 3)[2]).toBeCloseTo(43, 6);
  const constant = dynamicTheta(new Float64Array(20).fill(6));
  expect(constant(20, 5)[4]).toBeCloseTo(6, 6);
});

test('exponential smoothing repeats a season, from earlier origins too', () => {
  const expectation = exponentialSmoothing(fourSeasons, 4);
  const [first, second, third, fourth] = expectation(32, 4);
  expect(first).toBeCloseTo(10, 3);
  expect(second).toBeCloseTo(20, 3);
  expect(third).toBeCloseTo(30, 3);
  expect(fourth).toBeCloseTo(20, 3);
  expect(expectation(16, 1)[0]).toBeCloseTo(10, 3);
});

test('the slow mean of 1, 2, 3, 4 is (2.54515 + 2.6624 + 2.5) ÷ 3', () => {
  expect(slowMean(Float64Array.of(1, 2, 3, 4))(4, 1)[0]).toBeCloseTo(2.569_183, 6);
});

test('a simplex finds the lowest point of a bowl', () => {
  const bowl = ([x = 0, y = 0]: readonly number[]): number => (x - 1) ** 2 + 3 * (y + 2) ** 2;
  const [x, y] = nelderMead(bowl, [0, 0], { step: 0.5, evaluations: 200 });
  expect(x).toBeCloseTo(1, 2);
  expect(y).toBeCloseTo(-2, 2);
});

test('indices of an exact season are its ratios or its differences, and are not shrunk', () => {
  const ratios = seasonalIndices(fourSeasons, 4, 'multiplicative');
  expect([...ratios]).toEqual([0.5, 1, 1.5, 1]);
  expect([...seasonalIndices(fourSeasons, 4, 'additive')]).toEqual([-10, 0, 10, 0]);
  expect([...shrunkIndices(fourSeasons, ratios)]).toEqual([0.5, 1, 1.5, 1]);
});

test('indices of noise are drawn towards 1', () => {
  const random = seededRandom('indices');
  const values = Float64Array.from({ length: 60 }, () => 5 + 10 * random());
  const indices = seasonalIndices(values, 12, 'multiplicative');
  const spread = (each: Float64Array): number =>
    each.reduce((total, index) => total + Math.abs(index - 1), 0);
  expect(spread(shrunkIndices(values, indices))).toBeLessThan(0.7 * spread(indices));
});

test('three seasons are needed to call a series seasonal', () => {
  expect(isSeasonal(fourSeasons, 4)).toBe(true);
  expect(isSeasonal(fourSeasons.subarray(0, 11), 4)).toBe(false);
  expect(isSeasonal(new Float64Array(40).fill(3), 4)).toBe(false);
});

test('errors of the last value on 1, 2, 3, …: 1 after one period, 1 + 0.45 · 3 after two, sums 2 + 0.45 · 7', () => {
  const values = Float64Array.from({ length: 24 }, (_, i) => i + 1);
  const last = (origin: number, horizon: number): Float64Array => new Float64Array(horizon).fill(origin);
  const errors = rollingErrors(values, { expect: last, freedoms: 0, errorGrowth: 0 }, 2);
  expect(errors.ofPeriod[0]).toBeCloseTo(1, 12);
  expect(errors.ofPeriod[1]).toBeCloseTo(2.35, 12);
  expect(errors.ofSum[1]).toBeCloseTo(5.15, 12);
  const fitted = rollingErrors(values, { expect: last, freedoms: 6, errorGrowth: 0 }, 1);
  expect(fitted.ofPeriod[0]).toBeCloseTo(30 / 18, 12);
});

test('demand is classed by its interval and the spread of its sizes', () => {
  expect(patternOf([5, 6, 5, 6])).toBe('smooth');
  expect(patternOf([1, 30, 1, 1])).toBe('erratic');
  expect(patternOf([0, 5, 0, 5])).toBe('intermittent');
  expect(patternOf([0, 1, 0, 40, 0, 1])).toBe('lumpy');
  expect(patternOf([])).toBe('intermittent');
});
