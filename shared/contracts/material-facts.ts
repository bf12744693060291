import * as v from 'valibot';

import { DemandQuantiles } from '#shared/contracts/events/planning.ts';
import { Day } from '#shared/contracts/instants.ts';

const quantity = v.pipe(v.number(), v.finite());
const nonNegative = v.pipe(v.number(), v.finite(), v.minValue(0));
const text = v.string();

/** An order on its way of the product to the location; `quantity` is what is still to come. */
export const OpenOrder = v.object({
  purchaseOrderId: text,
  number: text,
  quantity: nonNegative,
  promisedDate: v.nullable(Day),
});
/** An order on its way. */
export type OpenOrder = v.InferOutput<typeof OpenOrder>;

/**
 * What a replenishment decision about one product at one location rests on: one row of the view `material_facts`,
 * its columns in camelCase. Quantities are in stock units, money in minor units, times in days, rates per day.
 * What is not known is null: a rule says so instead of guessing.
 */
export const MaterialFacts = v.object({
  productId: text,
  sku: text,
  productName: text,
  unit: text,
  productStatus: v.picklist(['active', 'discontinued']),
  locationId: text,
  locationName: text,
  onHand: quantity,
  allocated: quantity,
  /** On hand, but set apart; absent in older facts. */
  quarantined: v.optional(nonNegative),
  /** onHand − allocated − quarantined. */
  available: quantity,
  /** Approved or issued and not yet received, late orders included. */
  onOrder: quantity,
  /** In orders proposed, awaiting a decision or postponed; no part of the inventory position. */
  onRequest: quantity,
  /** available + onOrder. */
  inventoryPosition: quantity,
  openOrders: v.array(OpenOrder),
  supplierId: v.nullable(text),
  supplierName: v.nullable(text),
  supplierHeld: v.boolean(),
  unitPriceMinor: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  currency: v.nullable(text),
  leadTimeDays: v.nullable(nonNegative),
  leadTimeStandardDeviation: v.nullable(nonNegative),
  /** 0: no minimum. */
  minimumOrderQuantity: v.nullable(nonNegative),
  orderMultiple: v.nullable(nonNegative),
  policyVersion: v.nullable(v.number()),
  /** The forecast run that the policy came from. */
  runId: v.nullable(text),
  safetyStock: v.nullable(quantity),
  reorderPoint: v.nullable(nonNegative),
  orderUpToLevel: v.nullable(nonNegative),
  reviewPeriodDays: v.nullable(nonNegative),
  /** Wanted probability of no stock-out in an order cycle, 0 to 1. */
  cycleServiceLevel: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  meanPerDay: v.nullable(nonNegative),
  standardDeviationPerDay: v.nullable(nonNegative),
  leadTimeDemand: v.nullable(DemandQuantiles),
  lastDemandDay: v.nullable(Day),
  /** Share of compared days whose demand was inside the newest forecast's p10 to p90, by backtest; absent in older facts. */
  forecastCoverage80: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)))),
  /** Days that the share is of. */
  forecastDays: v.optional(v.nullable(nonNegative)),
});
/** What a replenishment decision about one product at one location rests on. */
export type MaterialFacts = v.InferOutput<typeof MaterialFacts>;
