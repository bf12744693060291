import { aheadVariance, runningSums } from './ahead-error.ts';

/** A fitted level with its damped trend, per step of the series. */
export type DampedTrend = {
  readonly level: number;
  readonly trend: number;
  readonly alpha: number;
  /** Mean squared error of the mean of the days ahead for which it was fitted. */
  readonly aheadVariance: number;
};

/** Share of the trend that is left after one day. */
export const TREND_DAMPING = 0.98;
const ALPHAS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8];
/** A trend must lower the squared error by this much, or it is noise. */
const TREND_MUST_GAIN = 0.05;
const TREND_BETA = 0.02;
const WARM_UP = 28;

/**
 * Exponential smoothing with an optional damped trend: level and smoothing constant of the smallest squared error of
 * the mean of the coming `daysAhead`, on a coarse grid. `values` are per-day demands without season.
 * Source: Gardner and McKenzie, Management Science 31 (1985); FPP3 section 8.2.
 */
export function dampedTrend(values: Float64Array, daysAhead: number): DampedTrend {
  const sums = runningSums(values);
  const flat = ALPHAS.map((alpha) => smooth({ values, sums, daysAhead, alpha, beta: 0 })).reduce(
    (one, other) => (other.aheadVariance < one.aheadVariance ? other : one),
  );
  const trended = smooth({ values, sums, daysAhead, alpha: flat.alpha, beta: TREND_BETA });
  return trended.aheadVariance < flat.aheadVariance * (1 - TREND_MUST_GAIN) ? trended : flat;
}

type Smoothing = {
  readonly values: Float64Array;
  readonly sums: Float64Array;
  readonly daysAhead: number;
  readonly alpha: number;
  readonly beta: number;
};

function smooth({ values, sums, daysAhead, alpha, beta }: Smoothing): DampedTrend {
  const warmUp = Math.min(WARM_UP, values.length);
  const expectedAhead = new Float64Array(values.length);
  const grown = meanGrowth(daysAhead);
  let level = 0;
  for (let i = 0; i < warmUp; i += 1) level += (values[i] ?? 0) / warmUp;
  let trend = 0;
  for (let i = 0; i < values.length; i += 1) {
    const expected = level + TREND_DAMPING * trend;
    const next = expected + alpha * ((values[i] ?? 0) - expected);
    trend = beta * (next - level) + (1 - beta) * TREND_DAMPING * trend;
    level = next;
    expectedAhead[i] = beta === 0 ? level : level + trend * grown;
  }
  const variance = aheadVariance(sums, { expected: expectedAhead, daysAhead, from: warmUp });
  return { level, trend: beta === 0 ? 0 : trend, alpha, aheadVariance: variance };
}

/** How much of the trend has come on average over the coming days. */
function meanGrowth(days: number): number {
  let grown = 0;
  let total = 0;
  for (let i = 1; i <= days; i += 1) {
    grown += TREND_DAMPING ** i;
    total += grown;
  }
  return total / days;
}
