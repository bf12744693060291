import { at } from './at.ts';

/** Sums of the series up to each index, so that the mean of any stretch costs two look-ups. */
export function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i += 1) sums[i + 1] = at(sums, i) + at(values, i);
  return sums;
}

/** What was expected of the days ahead, after each day from `from` on. */
export type AheadExpectation = {
  /** Expected mean of the coming days, as known after the day of the index. */
  readonly expected: Float64Array;
  readonly daysAhead: number;
  readonly from: number;
};

/**
 * Mean squared error of the expected mean of the days ahead. Smoothing is chosen by this and not by the error of the
 * next day: orders rest on sums of weeks, and what is best for tomorrow follows every promotion.
 */
export function aheadVariance(sums: Float64Array, { expected, daysAhead, from }: AheadExpectation): number {
  const end = sums.length - 1 - daysAhead;
  let squares = 0;
  for (let i = from; i < end; i += 1) {
    const actual = ((sums[i + 1 + daysAhead] ?? 0) - (sums[i + 1] ?? 0)) / daysAhead;
    const error = actual - (expected[i] ?? 0);
    squares += error * error;
  }
  return squares / Math.max(1, end - from);
}
