import { at } from './at.ts';
import type { Expectation } from './expectation.ts';
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
export function slowMean(values: Float64Array): Expectation {
  const levels = new Float64Array(values.length + 1);
  const start = mean(values.subarray(0, START_PERIODS));
  let slow = start;
  let quick = start;
  let recent = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = at(values, i);
    slow += SLOW_ALPHA * (value - slow);
    quick += QUICK_ALPHA * (value - quick);
    recent += value - (i >= RECENT_PERIODS ? at(values, i - RECENT_PERIODS) : 0);
    const lastMean = recent / Math.min(i + 1, RECENT_PERIODS);
    levels[i + 1] = Math.max(0, (slow + quick + lastMean) / 3);
  }
  return (origin, horizon) => new Float64Array(horizon).fill(at(levels, origin));
}
