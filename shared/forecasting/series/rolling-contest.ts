import { at } from '#shared/forecasting/at.ts';

import type { Member } from './combination.ts';
import type { KnownPeriods } from './known-periods.ts';

/** A method that was tried on the same past, and its error there: Σ|F − A| ÷ ΣA. */
export type Contender = { readonly method: string; readonly error: number };

const MOST_ORIGINS = 24;
const MOST_CONTENDERS = 4;
const LONGEST_HORIZON = 12;

/**
 * The error of each method over all periods ahead of the latest origins, with the numbers fitted to the whole series; in
 * the given order, because none is chosen by it. Empty where nothing was sold in that time.
 * Source: rolling forecasting origin, FPP3 section 5.10.
 */
export function rollingContest(
  { values, isKnown }: KnownPeriods,
  members: readonly Member[],
  horizon: number,
): readonly Contender[] {
  const n = values.length;
  const first = Math.max(Math.ceil(n / 3), n - MOST_ORIGINS, 1);
  const totals = members.slice(0, MOST_CONTENDERS).map(({ method }) => ({ method, missed: 0 }));
  let demand = 0;
  for (let origin = first; origin < n; origin += 1) {
    const steps = Math.min(horizon, LONGEST_HORIZON, n - origin);
    const expected = totals.map((_, k) => members[k]?.expect(origin, steps));
    for (let i = 0; i < steps; i += 1) {
      if (isKnown?.[origin + i] === false) continue;
      const actual = at(values, origin + i);
      demand += actual;
      totals.forEach((one, k) => {
        one.missed += Math.abs(at(expected[k] ?? [], i) - actual);
      });
    }
  }
  return demand > 0 ? totals.map(({ method, missed }) => ({ method, error: missed / demand })) : [];
}
