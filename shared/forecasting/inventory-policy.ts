import type { Forecast } from './item-forecast.ts';

/** Levels that say when to order and up to what, in stock units. */
export type InventoryPolicy = {
  readonly safetyStock: number;
  readonly reorderPoint: number;
  readonly orderUpToLevel: number;
};

/** What of a product bounds its policy. */
export type PolicyTerms = {
  /** Kilograms and metres come in parts; pieces do not. */
  readonly isFractional: boolean;
  /** Floor of the reorder point set by a person. */
  readonly minimumStock?: number;
};

/**
 * Policy of a forecast: reorder point = quantile of lead-time demand at the wanted service level, safety stock =
 * reorder point − mean lead-time demand, order-up-to level = the same quantile of demand over lead time and review
 * period. Whole units are rounded up, so that the level wanted is reached.
 * Source: Silver, Pyke, Thomas, chapter 6 (order-point, order-up-to-level systems).
 */
export function inventoryPolicy(forecast: Forecast, terms: PolicyTerms): InventoryPolicy {
  const round = terms.isFractional ? toThousandths : wholeUp;
  const reorderPoint = round(Math.max(forecast.leadTimeDemand.atServiceLevel, terms.minimumStock ?? 0));
  return {
    safetyStock: Math.min(reorderPoint, round(Math.max(0, reorderPoint - forecast.leadTimeDemand.mean))),
    reorderPoint,
    orderUpToLevel: Math.max(reorderPoint, round(forecast.protectionDemand.atServiceLevel)),
  };
}

function toThousandths(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}

/** Rounds up, but not for a rounding error of the computation. */
function wholeUp(quantity: number): number {
  return Math.max(0, Math.ceil(quantity - 1e-9));
}
