/** When a postponed order comes back: the first of its conditions that holds. */
import type { PurchaseOrderPostponementEnded, WakeCondition } from '#shared/contracts/events/approvals.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import { stockoutOutlook } from '#shared/domain/issues/stockout-outlook.ts';

type Condition = PurchaseOrderPostponementEnded['condition'];

/** What conditions are judged by. */
export type WakeContext = {
  /** The tenant's day. */
  readonly today: string;
  /** Facts of the order's lines, as they are now. */
  readonly facts: readonly MaterialFacts[];
  /** Value of this order and of all that should be ordered of its supplier beside it, in minor units. */
  readonly basketMinor: number;
};

/** Latest day to which an order may be put off, in days from today. */
export const LONGEST_POSTPONEMENT_DAYS = 90;

/**
 * The condition that ends the postponement, null while none holds: stock below a position, risk of a stock-out above a
 * share, the supplier's basket reached, or the day come. Where several hold the first of these names it.
 */
export function wakeConditionHeld(wake: WakeCondition, context: WakeContext): Condition | null {
  const { positionBelow, riskAbove, basketAboveMinor, until } = wake;
  const { today, facts, basketMinor } = context;
  if (positionBelow !== undefined && facts.some((row) => row.inventoryPosition < positionBelow)) {
    return 'position';
  }
  if (riskAbove !== undefined && facts.some((row) => riskOf(row, today) > riskAbove)) return 'risk';
  if (basketAboveMinor !== undefined && basketMinor >= basketAboveMinor) return 'basket';
  return until <= today ? 'date' : null;
}

function riskOf(facts: MaterialFacts, today: string): number {
  return stockoutOutlook(facts, today)?.risk ?? 0;
}
