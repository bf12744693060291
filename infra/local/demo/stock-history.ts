/** Stock of a product that was sold out for a time: counted, issued week by week until nothing was left, and received. */
import type { StockInput, StockMovementInput } from '#shared/contracts/api/write-bodies.ts';
import { addDays } from '#shared/forecasting/day-number.ts';

/** What moved before the stock was counted last. */
export type StockHistory = {
  readonly counts: readonly StockInput[];
  readonly movements: readonly StockMovementInput[];
};

type SoldOut = {
  readonly sku: string;
  readonly location: string;
  /** First day without stock, and first day with it again. */
  readonly from: string;
  readonly until: string;
  readonly demand: readonly (readonly [day: string, quantity: number])[];
};

const WEEKS = 4;

/** What was issued is what was sold; what came in is what was sold after that. */
export function stockHistory({ sku, location, from, until, demand }: SoldOut): StockHistory {
  const item = { sku, location };
  const begin = addDays(from, -7 * WEEKS);
  const soldBetween = (first: string, end: string): number =>
    demand.reduce((sum, [day, quantity]) => (day >= first && day < end ? sum + quantity : sum), 0);
  const issues = Array.from({ length: WEEKS }, (_, week): StockMovementInput => {
    const [first, end] = [addDays(begin, 7 * week), addDays(begin, 7 * (week + 1))];
    const occurredAt = `${addDays(end, -1)}T17:00:00Z`;
    return { ...item, kind: 'issue', quantity: soldBetween(first, end), occurredAt };
  });
  return {
    counts: [{ ...item, onHand: soldBetween(begin, from), asOf: `${begin}T05:00:00Z` }],
    movements: [
      ...issues,
      {
        ...item,
        kind: 'receive',
        quantity: soldBetween(until, '9999-12-31'),
        occurredAt: `${until}T05:00:00Z`,
      },
    ],
  };
}
