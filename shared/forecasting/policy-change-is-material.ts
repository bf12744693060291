import type { PolicyLevels } from './policy/replenishment-cycle.ts';

/** How far a level may be from the wanted one before it is moved. */
export type Hysteresis = {
  /** Of the level in force … */
  readonly leastChangeShare: number;
  /** … and units. */
  readonly leastChangeUnits: number;
};

/**
 * Whether new levels differ enough from those in force to change the plan: one of them moves by more than the share and
 * by more than the units. Less is the forecast's noise, and following it makes plans nervous; a drift adds up, because
 * it is measured from what is in force. A level that begins at 0 or comes to 0 always matters.
 */
export function policyChangeIsMaterial(
  before: PolicyLevels | null,
  after: PolicyLevels,
  { leastChangeShare, leastChangeUnits }: Hysteresis,
): boolean {
  if (before === null) return true;
  const isMoved = (was: number, is: number): boolean =>
    Math.abs(is - was) > Math.max(leastChangeUnits, leastChangeShare * Math.abs(was));
  // Between 0 and something lies whether the product is kept at all.
  const isBegunOrEnded = (before.orderUpToLevel === 0) !== (after.orderUpToLevel === 0);
  return (
    isBegunOrEnded ||
    isMoved(before.safetyStock, after.safetyStock) ||
    isMoved(before.reorderPoint, after.reorderPoint) ||
    isMoved(before.orderUpToLevel, after.orderUpToLevel)
  );
}
