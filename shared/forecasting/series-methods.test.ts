import { expect, test } from 'vitest';
import { dynamicTheta } from './dynamic-theta.ts';
import { exponentialSmoothing } from './exponential-smoothing.ts';
import { nelderMead } from './nelder-mead.ts';
import { patternOf } from './pattern-of.ts';
import { rollingErrors } from './rolling-errors.ts';
import { seasonalIndices } from './seasonal-indices.ts';
import { isSeasonal } from './seasonal-test.ts';
import { widerProbability } from './series/wider-probability.ts';
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

test('where so few values fit every constant exactly, rounding does not choose one', () => {
  const logs = Float64Array.of(0.1, 0.25, 0.25, 0.25, 0.25, 0.25, 2.487, 7.2).map(Math.log);
  const once = dynamicTheta(logs)(8, 4);
  const scaled = dynamicTheta(logs.map((value) => value + Math.log(0.01)))(8, 4);
  scaled.forEach((value, i) => {
    expect(value - Math.log(0.01)).toBeCloseTo(once[i] ?? 0, 6);
  });
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

test('the slow mean of 1, 2, 3, 4 is (2.574463 + 2.676891 + 2.5 + 0.6 × 2.5) ÷ 3.6', () => {
  expect(slowMean(Float64Array.of(1, 2, 3, 4)).expect(4, 1)[0]).toBeCloseTo(2.569_821, 6);
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

test('errors of the last value on 1, 2, 3, … are 1 after one period; farther off, found and formula are mixed by weight', () => {
  const values = Float64Array.from({ length: 24 }, (_, i) => i + 1);
  const last = (origin: number, horizon: number): Float64Array => new Float64Array(horizon).fill(origin);
  const periods = { values, isKnown: null };
  const errors = rollingErrors(periods, { expect: last, freedoms: 6, errorGrowth: 0 }, 2);
  const optimism = 30 / 18;
  expect(errors.ofPeriod[0]).toBeCloseTo(optimism, 12);
  // Fifteen of the sixteen origins see two periods ahead; the youngest of them is one period old.
  const weight = Array.from({ length: 15 }, (_, k) => 0.95 ** (k + 1)).reduce((one, other) => one + other);
  const share = (0.75 * weight) / (weight + 10);
  expect(errors.ofPeriod[1]).toBeCloseTo(optimism * (1 + share * 3), 12);
  expect(errors.ofSum[1]).toBeCloseTo(optimism * (2 + share * 7), 12);
  // Of a level, the formula has the variance of 1 to 24, 50, times 25 ÷ 24; the errors found, 1, count beside it.
  const level = rollingErrors(periods, { expect: last, freedoms: 0, errorGrowth: 0 }, 1);
  const weightNow = 1 + weight;
  const shareNow = (0.75 * weightNow) / (weightNow + 10);
  const spread = (50 * 25) / 24;
  expect(level.ofPeriod[0]).toBeCloseTo(spread + shareNow * (1 - spread), 10);
});

test('even errors have many degrees of freedom, one large error few', () => {
  const none = (_: number, horizon: number): Float64Array => new Float64Array(horizon);
  const degreesOf = (values: Float64Array): number =>
    rollingErrors({ values, isKnown: null }, { expect: none, freedoms: 1, errorGrowth: 0 }, 1).degrees;
  const even = Float64Array.from({ length: 30 }, (_, i) => 1 + (i % 2));
  expect(degreesOf(even)).toBeGreaterThan(50);
  expect(degreesOf(even.map((value, i) => (i === 25 ? 90 : value)))).toBe(16);
  expect(widerProbability(0.95, Infinity)).toBeCloseTo(0.95, 8);
  // Student's t of 10 degrees at 0.95 is 1.8125 (Abramowitz and Stegun, table 26.10), and Φ(1.8125) = 0.96504.
  expect(widerProbability(0.95, 10)).toBeCloseTo(0.965, 3);
  expect(widerProbability(0.05, 10)).toBeCloseTo(0.035, 3);
  expect(widerProbability(0.5, 3)).toBeCloseTo(0.5, 8);
});

test('demand is classed by its interval and the spread of its sizes', () => {
  expect(patternOf([5, 6, 5, 6])).toBe('smooth');
  expect(patternOf([1, 30, 1, 1])).toBe('erratic');
  expect(patternOf([0, 5, 0, 5])).toBe('intermittent');
  expect(patternOf([0, 1, 0, 40, 0, 1])).toBe('lumpy');
  expect(patternOf([])).toBe('intermittent');
});
