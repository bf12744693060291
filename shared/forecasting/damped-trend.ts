import { aheadVariance, runningSums } from './ahead-error.ts';
import { at } from './at.ts';
import { sum } from './sum.ts';

/** A fitted level with its damped trend, per step of the series. */
export type DampedTrend = {
  readonly level: number;
  readonly trend: number;
  /** The smoothing constant, or the weighted mean of several. */
  readonly alpha: number;
  /** Mean squared error of the mean of the days ahead for which it was fitted. */
  readonly aheadVariance: number;
};

/** Share of the trend that is left after one day. */
export const TREND_DAMPING = 0.98;
/** The slowest is the mean of all; most demand keeps its level, and what follows every promotion is wrong after it. */
const ALPHAS = [0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8];
/** An error a fifth above the best one's has the weight 1/e. */
const WEIGHT_FALL = 5;
/** A trend must lower the squared error by this much, or it is noise. */
const TREND_MUST_GAIN = 0.05;
const TREND_BETA = 0.02;
const WARM_UP = 28;

/**
 * Exponential smoothing with an optional damped trend: the mean of the levels of nine smoothing constants, weighted by the
 * squared error each had in the mean of the coming `daysAhead`: a weighted mean is as good as the best of them and does
 * not jump when another becomes the best. `values` are per-day demands without season.
 * Source: Gardner and McKenzie, Management Science 31 (1985); FPP3 section 8.2; weights: Kolassa, IJF 27 (2011).
 */
export function dampedTrend(values: Float64Array, daysAhead: number): DampedTrend {
  const sums = runningSums(values);
  const flat = ALPHAS.map((alpha) => smooth({ values, sums, daysAhead, alpha, beta: 0 }));
  const best = flat.reduce((one, other) => (other.aheadVariance < one.aheadVariance ? other : one));
  const trended = smooth({ values, sums, daysAhead, alpha: best.alpha, beta: TREND_BETA });
  if (trended.aheadVariance < best.aheadVariance * (1 - TREND_MUST_GAIN)) return trended;
  return combined(flat, best.aheadVariance, { sums, daysAhead });
}

/** The weighted mean of all levels, and the error that the weighted mean of what they expected had. */
function combined(
  flat: readonly Smoothed[],
  least: number,
  { sums, daysAhead }: Pick<Smoothing, 'sums' | 'daysAhead'>,
): DampedTrend {
  const n = sums.length - 1;
  const expected = new Float64Array(n);
  const raw = flat.map(({ aheadVariance: own }) =>
    own === least ? 1 : Math.exp(-WEIGHT_FALL * (own / least - 1)),
  );
  const total = sum(raw);
  let [level, alpha] = [0, 0];
  flat.forEach((one, k) => {
    const weight = at(raw, k) / total;
    level += weight * one.level;
    alpha += weight * one.alpha;
    for (let i = 0; i < n; i += 1) expected[i] = (expected[i] ?? 0) + weight * (one.expected[i] ?? 0);
  });
  const from = Math.min(WARM_UP, n);
  return { level, trend: 0, alpha, aheadVariance: aheadVariance(sums, { expected, daysAhead, from }) };
}

type Smoothed = DampedTrend & { readonly expected: Float64Array };

type Smoothing = {
  readonly values: Float64Array;
  readonly sums: Float64Array;
  readonly daysAhead: number;
  readonly alpha: number;
  readonly beta: number;
};

function smooth({ values, sums, daysAhead, alpha, beta }: Smoothing): Smoothed {
  const warmUp = Math.min(WARM_UP, values.length);
  const isFlat = beta === 0;
  const expected = new Float64Array(values.length);
  const grown = meanGrowth(daysAhead);
  let level = isFlat ? 0 : startLevel(values, warmUp);
  let trend = 0;
  for (let i = 0; i < values.length; i += 1) {
    const foreseen = level + TREND_DAMPING * trend;
    // Without a trend the start is the mean of what is known.
    const gain = isFlat ? Math.max(alpha, 1 / (i + 1)) : alpha;
    const next = foreseen + gain * ((values[i] ?? 0) - foreseen);
    trend = beta * (next - level) + (1 - beta) * TREND_DAMPING * trend;
    level = next;
    expected[i] = isFlat ? level : level + trend * grown;
  }
  const variance = aheadVariance(sums, { expected, daysAhead, from: warmUp });
  return { level, trend: isFlat ? 0 : trend, alpha, aheadVariance: variance, expected };
}

function startLevel(values: Float64Array, days: number): number {
  let total = 0;
  for (let i = 0; i < days; i += 1) total += values[i] ?? 0;
  return total / days;
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
