import { at } from '#shared/forecasting/at.ts';
import { mean } from '#shared/forecasting/sum.ts';

const STEPS = 8;
/** A season of steps has no straight lines: a month beside a peak must not be bent down to nothing. */
const LARGEST_BEND = 0.5;

/**
 * Factors that hold at mid-month such that, with straight lines between, each month has the mean wanted: a month's mean is
 * ¾ of its own and ⅛ of each neighbour's, so peaks are higher in their middle than on average.
 * Source: Richardson's iteration for a system whose matrix is near the identity.
 */
export function midMonthFactors(wanted: readonly number[]): readonly number[] {
  let factors = wanted;
  for (let step = 0; step < STEPS; step += 1) {
    const current = factors;
    factors = wanted.map((want, i) => {
      const got = at(current, i) * 0.75 + (at(current, (i + 11) % 12) + at(current, (i + 1) % 12)) / 8;
      const bent = at(current, i) + want - got;
      return Math.min(want * (1 + LARGEST_BEND), Math.max(want * (1 - LARGEST_BEND), bent));
    });
  }
  const level = mean(factors);
  return factors.map((factor) => factor / level);
}
