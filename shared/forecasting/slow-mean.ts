import { at } from './at.ts';
import type { Combination } from './series/combination.ts';
import { mean } from './sum.ts';

const RECENT_PERIODS = 12;
const SLOW_ALPHA = 0.1;
const QUICK_ALPHA = 0.2;
const START_PERIODS = 4;
/** Weight of the mean of all periods beside the 1 of each of the others: it is surest and reacts least. */
const WHOLE_WEIGHT = 0.6;

/**
 * A level without trend or season: the mean of exponential smoothing with 0.1, with 0.2, of the last twelve periods and,
 * at 0.6 of their weight, of all. None of the four is best everywhere, and their mean is near the best everywhere; Croston's
 * method, which learns on days with demand only, keeps forecasting what no longer sells.
 * Source: Brown (1959); combinations: Timmermann, Handbook of Economic Forecasting 1 (2006).
 */
export function slowMean(values: Float64Array): Combination {
  const slow = smoothed(values, SLOW_ALPHA);
  const quick = smoothed(values, QUICK_ALPHA);
  const recent = latestMeans(values, RECENT_PERIODS);
  const whole = latestMeans(values, values.length);
  const levels = slow.map(
    (level, i) => (level + at(quick, i) + at(recent, i) + WHOLE_WEIGHT * at(whole, i)) / (3 + WHOLE_WEIGHT),
  );
  const constant =
    (each: Float64Array) =>
    (origin: number, horizon: number): Float64Array =>
      new Float64Array(horizon).fill(at(each, origin));
  return {
    expect: constant(levels),
    // Of the four, the mean of all periods is not shown: people are shown at most three beside the method used.
    members: [
      { method: 'slow-smoothing', expect: constant(slow) },
      { method: 'quick-smoothing', expect: constant(quick) },
      { method: 'mean-of-last-12', expect: constant(recent) },
    ],
  };
}

/**
 * Smoothed level before each value, and after the last. The mean of the first periods is as good as so many values, not as
 * all that smoothing remembers: in short series it would hold the level where it was when sales began.
 */
function smoothed(values: Float64Array, alpha: number): Float64Array {
  const levels = new Float64Array(values.length + 1);
  let level = mean(values.subarray(0, START_PERIODS));
  let weight = START_PERIODS;
  for (let i = 0; i < values.length; i += 1) {
    weight = (1 - alpha) * weight + 1;
    level += Math.max(alpha, 1 / weight) * (at(values, i) - level);
    levels[i + 1] = level;
  }
  return levels;
}

/** Mean of so many latest periods before each value, and after the last. */
function latestMeans(values: Float64Array, periods: number): Float64Array {
  const means = new Float64Array(values.length + 1);
  let total = 0;
  for (let i = 0; i < values.length; i += 1) {
    total += at(values, i) - at(values, i - periods);
    means[i + 1] = Math.max(0, total) / Math.min(i + 1, periods);
  }
  return means;
}
