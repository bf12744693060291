import * as v from 'valibot';

/** A day of the tenant's calendar, `YYYY-MM-DD`. */
const Day = v.pipe(v.string(), v.isoDate());
const Quantity = v.pipe(v.number(), v.finite());
const NonNegative = v.pipe(v.number(), v.finite(), v.minValue(0));

/** One issued order of the product for the location that is not wholly received; `quantity` is what is still to come. */
export const OpenOrder = v.strictObject({
  purchaseOrderId: v.string(),
  quantity: NonNegative,
  promisedDate: v.nullable(Day),
});
export type OpenOrder = v.InferOutput<typeof OpenOrder>;

/** Demand over the lead time: its mean and upper quantiles, in stock units. */
export const LeadTimeDemandFacts = v.strictObject({
  mean: NonNegative,
  p50: NonNegative,
  p90: NonNegative,
  p95: NonNegative,
});
export type LeadTimeDemandFacts = v.InferOutput<typeof LeadTimeDemandFacts>;

/**
 * What a replenishment decision about one product at one location rests on: one row of the view `material_facts`,
 * its columns in camelCase. Quantities are in stock units, money in minor units, times in days, rates per day.
 * What is not known is null; a rule says so instead of guessing.
 */
export const MaterialFacts = v.strictObject({
  productId: v.string(),
  sku: v.string(),
  productName: v.string(),
  unit: v.string(),
  locationId: v.string(),
  locationName: v.string(),
  /** False for products that are discontinued or not to be planned: they raise no order. */
  isPlannable: v.boolean(),
  onHand: Quantity,
  allocated: Quantity,
  /** onHand − allocated − quarantined. */
  available: Quantity,
  /** Issued, not yet received, late orders included. */
  onOrder: NonNegative,
  /** In orders proposed, awaiting a decision or postponed; not part of the inventory position. */
  onRequest: NonNegative,
  /** available + onOrder. */
  inventoryPosition: Quantity,
  supplierId: v.nullable(v.string()),
  supplierName: v.nullable(v.string()),
  supplierHeld: v.boolean(),
  unitPriceMinor: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  currency: v.nullable(v.string()),
  leadTimeDays: v.nullable(NonNegative),
  leadTimeStandardDeviation: v.nullable(NonNegative),
  /** 0 or 1: no minimum. */
  minimumOrderQuantity: NonNegative,
  /** 0 or 1: any quantity. */
  orderMultiple: NonNegative,
  policyVersion: v.nullable(v.number()),
  reorderPoint: v.nullable(NonNegative),
  orderUpToLevel: v.nullable(NonNegative),
  safetyStock: v.nullable(NonNegative),
  reviewPeriodDays: NonNegative,
  /** Wanted probability of no stock-out in an order cycle, 0 to 1. */
  cycleServiceLevel: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  meanPerDay: v.nullable(NonNegative),
  standardDeviationPerDay: v.nullable(NonNegative),
  leadTimeDemand: v.nullable(LeadTimeDemandFacts),
  openOrders: v.array(OpenOrder),
  lastDemandDay: v.nullable(Day),
  /** The forecast run the forecast came from. */
  runId: v.nullable(v.string()),
});
export type MaterialFacts = v.InferOutput<typeof MaterialFacts>;
