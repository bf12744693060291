import type { Issue, QuantityStep, Severity } from '#shared/contracts/events/planning.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import { dayNumber } from '#shared/forecasting/day-number.ts';

import { recommendQuantity } from './recommend-quantity.ts';
import { stockoutOutlook, type StockoutOutlook } from './stockout-outlook.ts';

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
  readonly stockoutRisk: number | null;
  readonly stockoutDate: string | null;
};

/** The day of the analysis, and whether the tenant has been forecast at all. */
export type AnalysisContext = {
  readonly asOf: string;
  /** False before the first run: then a missing policy is no issue yet. Default true. */
  readonly hasForecastRun?: boolean;
};

const DEAD_AFTER_DAYS = 120;
const EXCESS_OVER_LEVEL = 0.5;
const EXCESS_COVER_DAYS = 60;

/**
 * The issues of one product at one location and the order to recommend, from its facts alone: the same facts on the
 * same day give the same answer. An order is recommended when inventory position and requests under way are at or
 * under the reorder point; what is missing for it is an issue, never a guess.
 */
export function analyseFacts(
  facts: MaterialFacts,
  context: AnalysisContext,
): { readonly issues: readonly Issue[]; readonly recommendation: OrderRecommendation | null } {
  const { asOf } = context;
  const outlook = stockoutOutlook(facts, asOf);
  const isDead = hasNotSold(facts, asOf);
  const isPlanned = facts.productStatus === 'active' && !isDead;
  const stockout = isPlanned ? projectedStockout(facts, outlook) : null;
  const found = [
    stockout,
    isPlanned ? missingData(facts, context) : null,
    lateSupplier(facts, asOf),
    isDead ? deadStock(facts, asOf) : excess(facts),
  ];
  return {
    issues: found.filter((issue) => issue !== null),
    recommendation: isPlanned ? recommendOrder(facts, outlook) : null,
  };
}

/** Position that counts requests under way as well, so that no need is recommended twice. */
function plannedFacts(facts: MaterialFacts): MaterialFacts {
  return { ...facts, inventoryPosition: facts.inventoryPosition + facts.onRequest };
}

function recommendOrder(facts: MaterialFacts, outlook: StockoutOutlook | null): OrderRecommendation | null {
  const { supplierId, unitPriceMinor, currency, leadTimeDays } = facts;
  if (supplierId === null || unitPriceMinor === null || currency === null || leadTimeDays === null)
    return null;
  const planned = plannedFacts(facts);
  if (facts.supplierHeld || !isAtReorderPoint(planned)) return null;
  const { recommendedQuantity, grossNeed, steps } = recommendQuantity(planned);
  if (recommendedQuantity <= 0) return null;
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
    stockoutRisk: outlook === null ? null : hundredths(outlook.risk),
    stockoutDate: outlook?.stockoutDay ?? null,
  };
}

function isAtReorderPoint({ reorderPoint, orderUpToLevel, inventoryPosition }: MaterialFacts): boolean {
  if (reorderPoint === null || orderUpToLevel === null) return false;
  return inventoryPosition <= reorderPoint && inventoryPosition < orderUpToLevel;
}

function projectedStockout(facts: MaterialFacts, outlook: StockoutOutlook | null): Issue | null {
  const risk = outlook?.risk ?? 0;
  const isAtPoint = isAtReorderPoint(facts);
  const isOverTarget =
    outlook !== null && risk > 1 - (facts.cycleServiceLevel ?? 1) && (facts.meanPerDay ?? 0) > 0;
  if (!isAtPoint && !isOverTarget) return null;
  return {
    kind: 'projectedStockout',
    severity: stockoutSeverity(facts, risk),
    detail: {
      because: stockoutReason(facts, isAtPoint),
      stockoutRisk: hundredths(risk),
      stockoutDate: outlook?.stockoutDay ?? null,
      inventoryPosition: facts.inventoryPosition,
      reorderPoint: facts.reorderPoint,
      onRequest: facts.onRequest,
    },
  };
}

function stockoutSeverity(facts: MaterialFacts, risk: number): Severity {
  if (facts.available <= 0 || risk >= 0.5) return 'urgent';
  return facts.onRequest > 0 ? 'watch' : 'soon';
}

function stockoutReason({ supplierHeld, onRequest }: MaterialFacts, isAtPoint: boolean): string {
  if (!isAtPoint) return 'stock may run out before what is on order arrives';
  if (supplierHeld) return 'position at or under the reorder point, and the supplier is on hold';
  if (onRequest > 0) return 'position at or under the reorder point; a request is under way';
  return 'position at or under the reorder point';
}

function missingData(facts: MaterialFacts, { hasForecastRun = true }: AnalysisContext): Issue | null {
  const missing = [
    facts.supplierId === null ? 'supplier' : null,
    facts.supplierId !== null && facts.unitPriceMinor === null ? 'price' : null,
    facts.supplierId !== null && facts.leadTimeDays === null ? 'lead time' : null,
    hasForecastRun && facts.reorderPoint === null ? 'enough history for a forecast' : null,
  ].filter((word) => word !== null);
  if (missing.length === 0) return null;
  const isNeeded = facts.available <= 0 && facts.lastDemandDay !== null;
  return {
    kind: 'missingData',
    severity: isNeeded ? 'soon' : 'watch',
    detail: { because: `no ${missing.join(', no ')}` },
  };
}

function lateSupplier(facts: MaterialFacts, asOf: string): Issue | null {
  const late = facts.openOrders
    .filter((order) => order.quantity > 0)
    .map((order) => ({
      ...order,
      daysLate: order.promisedDate === null ? 0 : daysBetween(order.promisedDate, asOf),
    }))
    .filter((order) => order.daysLate > 0)
    .sort((a, b) => b.daysLate - a.daysLate);
  const worst = late[0];
  if (worst === undefined) return null;
  const quantity = late.reduce((total, order) => total + order.quantity, 0);
  return {
    kind: 'lateSupplier',
    severity: facts.available <= 0 ? 'urgent' : 'soon',
    detail: {
      because: `${worst.number} is ${worst.daysLate} days late`,
      daysLate: worst.daysLate,
      quantity,
      supplier: facts.supplierName,
    },
  };
}

function excess(facts: MaterialFacts): Issue | null {
  const { orderUpToLevel, inventoryPosition, meanPerDay } = facts;
  if (orderUpToLevel === null || meanPerDay === null) return null;
  const quantity = inventoryPosition - orderUpToLevel;
  const threshold = Math.max(EXCESS_OVER_LEVEL * orderUpToLevel, EXCESS_COVER_DAYS * meanPerDay);
  if (quantity <= 0 || quantity <= threshold) return null;
  return {
    kind: 'excess',
    severity: 'watch',
    detail: {
      because: 'position far above the order-up-to level',
      excessQuantity: thousandths(quantity),
      daysOfSupply: meanPerDay > 0 ? Math.round(inventoryPosition / meanPerDay) : null,
      surplusOnOrder: thousandths(Math.min(quantity, facts.onOrder)),
    },
  };
}

function deadStock(facts: MaterialFacts, asOf: string): Issue | null {
  if (facts.onHand <= 0 || facts.lastDemandDay === null) return null;
  const days = daysBetween(facts.lastDemandDay, asOf);
  return {
    kind: 'deadStock',
    severity: 'watch',
    detail: { because: `nothing sold for ${days} days`, daysWithoutDemand: days, onHand: facts.onHand },
  };
}

function hasNotSold({ lastDemandDay }: MaterialFacts, asOf: string): boolean {
  return lastDemandDay !== null && daysBetween(lastDemandDay, asOf) > DEAD_AFTER_DAYS;
}

function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

function hundredths(risk: number): number {
  return Math.round(risk * 100) / 100;
}

function thousandths(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}
