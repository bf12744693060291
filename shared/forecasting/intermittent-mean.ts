import { aheadVariance, runningSums } from './ahead-error.ts';
import { at } from './at.ts';

/** A fitted mean of seldom demand, per step of the series. */
export type IntermittentMean = {
  readonly level: number;
  /** Mean squared error of the mean of the days ahead for which it was fitted. */
  readonly aheadVariance: number;
};

const ALPHAS = [0.01, 0.02, 0.05, 0.1];
const SIZE_ALPHA = 0.1;

/**
 * Mean demand per day of an item that sells seldom: the probability of a demand is smoothed every day, its size on
 * days with demand only, and the mean is their product; so an item that stops selling fades out.
 * Source: Teunter, Syntetos, Babai, "Intermittent demand: linking forecasting to inventory obsolescence", EJOR 214 (2011).
 */
export function intermittentMean(values: Float64Array, daysAhead: number): IntermittentMean {
  const sums = runningSums(values);
  return ALPHAS.map((alpha) => smooth({ values, sums, daysAhead, alpha })).reduce((one, other) =>
    other.aheadVariance < one.aheadVariance ? other : one,
  );
}

type Smoothing = {
  readonly values: Float64Array;
  readonly sums: Float64Array;
  readonly daysAhead: number;
  readonly alpha: number;
};

function smooth({ values, sums, daysAhead, alpha }: Smoothing): IntermittentMean {
  // The start is the mean of the first quarter, in which no error is counted.
  const warmUp = Math.max(1, Math.floor(values.length / 4));
  const expected = new Float64Array(values.length);
  const start = meanSize(values, warmUp);
  let { probability, size } = start;
  for (let i = warmUp; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    probability += alpha * ((value > 0 ? 1 : 0) - probability);
    if (value > 0) size = size === 0 ? value : size + SIZE_ALPHA * (value - size);
    expected[i] = probability * size;
  }
  return {
    level: probability * size,
    aheadVariance: aheadVariance(sums, { expected, daysAhead, from: warmUp }),
  };
}

function meanSize(
  values: Float64Array,
  days: number,
): { readonly probability: number; readonly size: number } {
  let demands = 0;
  let total = 0;
  for (let i = 0; i < days; i += 1) {
    if (at(values, i) > 0) demands += 1;
    total += at(values, i);
  }
  return { probability: demands / days, size: demands === 0 ? 0 : total / demands };
}
