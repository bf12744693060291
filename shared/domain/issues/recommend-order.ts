import type { QuantityStep } from '#shared/contracts/events/planning.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';

import { recommendQuantity } from './recommend-quantity.ts';
import type { StockoutOutlook } from './stockout-outlook.ts';

/** What should be ordered, and the sum behind it. */
export type OrderRecommendation = {
  readonly action: 'order';
  readonly productId: string;
  readonly locationId: string;
  readonly supplierId: string;
  readonly recommendedQuantity: number;
  readonly grossNeed: number;
  readonly steps: readonly QuantityStep[];
  readonly unitPriceMinor: number;
  readonly orderValueMinor: number;
  readonly currency: string;
  readonly stockoutRisk: number;
  readonly stockoutDate: string | null;
};

/**
 * The order to recommend when inventory position and requests under way are at or under the reorder point; null when
 * they are not, when the supplier is on hold, or when supplier, price or lead time are not known.
 */
export function recommendOrder(
  facts: MaterialFacts,
  outlook: StockoutOutlook | null,
): OrderRecommendation | null {
  const { supplierId, unitPriceMinor, currency } = facts;
  // No lead time and no forecast: no outlook.
  if (supplierId === null || unitPriceMinor === null || currency === null || outlook === null) return null;
  // Requests under way count, so that no need is recommended twice.
  const planned = { ...facts, inventoryPosition: facts.inventoryPosition + facts.onRequest };
  if (facts.supplierHeld || !isAtReorderPoint(planned)) return null;
  const { recommendedQuantity, grossNeed, steps } = recommendQuantity(planned);
  return {
    action: 'order',
    productId: facts.productId,
    locationId: facts.locationId,
    supplierId,
    recommendedQuantity,
    grossNeed,
    steps,
    unitPriceMinor,
    orderValueMinor: Math.round(recommendedQuantity * unitPriceMinor),
    currency,
    stockoutRisk: Math.round(outlook.risk * 100) / 100,
    stockoutDate: outlook.stockoutDay,
  };
}

/** The trigger: inventory position ≤ reorder point, and something is missing to the order-up-to level. */
export function isAtReorderPoint(
  facts: Pick<MaterialFacts, 'reorderPoint' | 'orderUpToLevel' | 'inventoryPosition'>,
): boolean {
  const { reorderPoint, orderUpToLevel, inventoryPosition } = facts;
  if (reorderPoint === null || orderUpToLevel === null) return false;
  return inventoryPosition <= reorderPoint && inventoryPosition < orderUpToLevel;
}
