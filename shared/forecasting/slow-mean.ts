import { at } from './at.ts';
import type { Combination } from './series/combination.ts';
import { mean } from './sum.ts';

const RECENT_PERIODS = 12;
const SLOW_ALPHA = 0.1;
const QUICK_ALPHA = 0.2;
const START_PERIODS = 4;

/**
 * A level without trend or season: the mean of exponential smoothing with 0.1, with 0.2, and of the last twelve periods.
 * None of the three is best everywhere, and their mean is near the best everywhere; Croston's method, which learns on days
 * with demand only, keeps forecasting what no longer sells.
 * Source: Brown (1959); combinations: Timmermann, Handbook of Economic Forecasting 1 (2006).
 */
export function slowMean(values: Float64Array): Combination {
  const slow = smoothed(values, SLOW_ALPHA);
  const quick = smoothed(values, QUICK_ALPHA);
  const recent = recentMeans(values);
  const levels = slow.map((level, i) => Math.max(0, (level + at(quick, i) + at(recent, i)) / 3));
  const constant =
    (each: Float64Array) =>
    (origin: number, horizon: number): Float64Array =>
      new Float64Array(horizon).fill(at(each, origin));
  return {
    expect: constant(levels),
    members: [
      { method: 'slow-smoothing', expect: constant(slow) },
      { method: 'quick-smoothing', expect: constant(quick) },
      { method: 'mean-of-last-12', expect: constant(recent) },
    ],
  };
}

/** Smoothed level before each value, and after the last. */
function smoothed(values: Float64Array, alpha: number): Float64Array {
  const levels = new Float64Array(values.length + 1);
  let level = mean(values.subarray(0, START_PERIODS));
  for (let i = 0; i < values.length; i += 1) {
    level += alpha * (at(values, i) - level);
    levels[i + 1] = level;
  }
  return levels;
}

function recentMeans(values: Float64Array): Float64Array {
  const means = new Float64Array(values.length + 1);
  let total = 0;
  for (let i = 0; i < values.length; i += 1) {
    total += at(values, i) - at(values, i - RECENT_PERIODS);
    means[i + 1] = Math.max(0, total) / Math.min(i + 1, RECENT_PERIODS);
  }
  return means;
}
