/** Products with their stock, issues and movements; suppliers. */
import * as v from 'valibot';

import { Reason } from '#shared/contracts/events/envelope.ts';
import { DemandQuantiles, IssueKind, Severity } from '#shared/contracts/events/planning.ts';

import { day, id, instant, number, text } from './fields.ts';

/** A product with its stock over all locations. `unitCostMinor` is null for viewers. */
export const Product = v.strictObject({
  productId: id,
  sku: text,
  name: text,
  unit: text,
  category: text,
  status: v.picklist(['active', 'discontinued']),
  unitCostMinor: v.nullable(number),
  currency: text,
  supplierName: v.nullable(text),
  onHand: number,
  onOrder: number,
  inventoryPosition: number,
  reorderPoint: v.nullable(number),
  orderUpToLevel: v.nullable(number),
  meanPerDay: v.nullable(number),
  /** Available ÷ mean daily forecast; null without a forecast or demand. */
  daysOfSupply: v.nullable(number),
  /** The worst open issue. */
  issue: v.nullable(v.strictObject({ kind: IssueKind, severity: Severity })),
});
/** A product with its stock over all locations. */
export type Product = v.InferOutput<typeof Product>;

/** The facts of one product at one location. */
const ProductLocation = v.strictObject({
  locationId: id,
  locationName: text,
  onHand: number,
  allocated: number,
  quarantined: number,
  available: number,
  onOrder: number,
  onRequest: number,
  inventoryPosition: number,
  policy: v.nullable(
    v.strictObject({
      policyVersion: number,
      safetyStock: number,
      reorderPoint: number,
      orderUpToLevel: number,
      reviewPeriodDays: number,
      cycleServiceLevel: number,
      meanPerDay: number,
      standardDeviationPerDay: number,
      leadTimeDemand: DemandQuantiles,
    }),
  ),
  forecast: v.nullable(
    v.strictObject({
      runId: id,
      demandPattern: text,
      method: text,
      accuracy: v.nullable(v.record(v.string(), v.nullable(number))),
    }),
  ),
});

/** A product in full: per location, terms, issues, demand by week and the latest movements. */
export const ProductDetail = v.strictObject({
  ...Product.entries,
  locations: v.array(ProductLocation),
  terms: v.array(
    v.strictObject({
      supplierId: id,
      supplierName: text,
      unitPriceMinor: v.nullable(number),
      currency: text,
      leadTimeDays: number,
      minimumOrderQuantity: number,
      orderMultiple: number,
      rank: number,
    }),
  ),
  issues: v.array(v.lazy(() => StockIssue)),
  demandByWeek: v.array(v.strictObject({ week: day, quantity: number })),
  movements: v.array(v.lazy(() => StockMovement)),
});
/** A product in full. */
export type ProductDetail = v.InferOutput<typeof ProductDetail>;

/** An issue that was found. */
export const StockIssue = v.strictObject({
  issueId: id,
  productId: id,
  sku: text,
  productName: text,
  locationId: id,
  locationName: text,
  kind: IssueKind,
  severity: Severity,
  status: v.picklist(['open', 'resolved']),
  detail: v.record(v.string(), v.union([v.string(), v.number(), v.null()])),
  detectedAt: instant,
  resolvedAt: v.nullable(instant),
});
/** An issue that was found. */
export type StockIssue = v.InferOutput<typeof StockIssue>;

/** A movement of stock. */
export const StockMovement = v.strictObject({
  movementId: id,
  occurredAt: instant,
  productId: id,
  sku: text,
  locationId: id,
  locationName: text,
  kind: text,
  quantity: number,
  onHandBefore: number,
  onHandAfter: number,
  reason: v.nullable(Reason),
});
/** A movement of stock. */
export type StockMovement = v.InferOutput<typeof StockMovement>;

/** A supplier. */
export const Supplier = v.strictObject({
  supplierId: id,
  name: text,
  currency: text,
  leadTimeDays: number,
  status: v.picklist(['active', 'held']),
  products: number,
});
/** A supplier. */
export type Supplier = v.InferOutput<typeof Supplier>;
