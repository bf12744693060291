import { at } from './at.ts';
import { dynamicTheta } from './dynamic-theta.ts';
import type { Expectation } from './expectation.ts';
import { exponentialSmoothing } from './exponential-smoothing.ts';
import { seasonalIndices } from './seasonal-indices.ts';
import { shrunkIndices } from './shrunk-indices.ts';
import { SEASONS_FOR_TREND } from './seasonal-test.ts';
import { slowMean } from './slow-mean.ts';

/** Of the season before: a season too weak to be found. */
const LAST_SEASON_SHARE = 0.1;
/** A method that runs away is no method. */
const LARGEST_GROWTH = 3;

/**
 * Demand that comes every period: the mean of the dynamic Theta model (on logarithms where all values are positive, the
 * season divided out by shrunk indices) and of exponential smoothing, with a tenth of last season's value; where less than
 * three seasons are known, a share of 1 − (seasons ÷ 3)² is the slow mean instead. A fixed mean of unlike methods beats choosing the best by a backtest.
 * Source: Makridakis, Spiliotis, Assimakopoulos, "The M4 Competition", IJF 36 (2020), finding 1.
 */
export function regularMean(values: Float64Array, seasonLength: number, isSeasonal: boolean): Expectation {
  const smoothing = exponentialSmoothing(values, isSeasonal ? seasonLength : 1);
  const theta = seasonedTheta(values, isSeasonal ? seasonLength : 1);
  const slow = slowMean(values);
  const slowShare = Math.max(0, 1 - (values.length / (SEASONS_FOR_TREND * seasonLength)) ** 2);
  const highest = LARGEST_GROWTH * values.reduce((one, other) => Math.max(one, other), 0);
  return (origin, horizon) => {
    const one = theta(origin, horizon);
    const other = smoothing(origin, horizon);
    const level = slow(origin, horizon);
    return one.map((value, i) => {
      const both = (kept(value, highest) + kept(at(other, i), highest)) / 2;
      const regular = (1 - slowShare) * both + slowShare * at(level, i);
      const before = origin - seasonLength + (i % seasonLength);
      if (seasonLength < 2 || before < 0) return regular;
      return (1 - LAST_SEASON_SHARE) * regular + LAST_SEASON_SHARE * at(values, before);
    });
  };
}

function kept(value: number, highest: number): number {
  return Math.min(highest, Math.max(0, value));
}

/** The Theta model of the series without its season, with the season back in what it expects. */
function seasonedTheta(values: Float64Array, seasonLength: number): Expectation {
  const indices =
    seasonLength < 2
      ? new Float64Array([1])
      : shrunkIndices(values, seasonalIndices(values, seasonLength, 'multiplicative'));
  const isPositive = values.every((value) => value > 0) && indices.every((index) => index > 0);
  const free = values.map((value, i) => {
    const ratio = value / Math.max(at(indices, i % seasonLength), 0.01);
    return isPositive ? Math.log(ratio) : ratio;
  });
  const expect = dynamicTheta(free);
  return (origin, horizon) =>
    expect(origin, horizon).map(
      (value, i) => (isPositive ? Math.exp(value) : value) * at(indices, (origin + i) % seasonLength),
    );
}
