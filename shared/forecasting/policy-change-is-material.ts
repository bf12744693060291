import type { InventoryPolicy } from './inventory-policy.ts';

const LEAST_SHARE = 0.05;
const LEAST_UNITS = 1;

/**
 * Whether new levels differ enough to change the plan: some level moves by more than 5 % of its old value and by
 * more than one unit. Less is the forecast's noise, and following it makes plans nervous.
 */
export function policyChangeIsMaterial(before: InventoryPolicy | null, after: InventoryPolicy): boolean {
  if (before === null) return true;
  return [
    [before.safetyStock, after.safetyStock],
    [before.reorderPoint, after.reorderPoint],
    [before.orderUpToLevel, after.orderUpToLevel],
  ].some(([was = 0, is = 0]) => Math.abs(is - was) > Math.max(LEAST_UNITS, LEAST_SHARE * Math.abs(was)));
}
