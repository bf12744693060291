import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Day, Instant } from '#shared/contracts/instants.ts';
import { Currency, MinorUnits, PositiveQuantity, Quantity } from '#shared/contracts/quantities.ts';
import { Line } from '#shared/contracts/text.ts';

import { QuantityStep } from './planning.ts';

const revision = v.pipe(v.number(), v.integer(), v.minValue(1));
const lineNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500));

/** A line of a purchase order; `steps` shows how the quantity came about. */
export const PurchaseOrderLine = v.strictObject({
  lineNumber,
  productId: Uuid,
  quantity: PositiveQuantity,
  unitPriceMinor: MinorUnits,
  recommendedQuantity: Quantity,
  steps: v.array(QuantityStep),
});
/** A line of a purchase order. */
export type PurchaseOrderLine = v.InferOutput<typeof PurchaseOrderLine>;

/** Lines of an order. */
export const PurchaseOrderLines = v.pipe(v.array(PurchaseOrderLine), v.minLength(1), v.maxLength(500));

/** An order was proposed, by the plan or by a person. */
export const PurchaseOrderProposed = v.strictObject({
  number: Line,
  supplierId: Uuid,
  locationId: Uuid,
  currency: Currency,
  lines: PurchaseOrderLines,
});
/** An order was proposed. */
export type PurchaseOrderProposed = v.InferOutput<typeof PurchaseOrderProposed>;

/** A person has to decide. */
export const PurchaseOrderApprovalRequested = v.strictObject({
  approvalId: Uuid,
  revision,
  valueMinor: MinorUnits,
  requiredCount: v.pipe(v.number(), v.integer(), v.minValue(1)),
  expiresAt: Instant,
});
/** A person has to decide. */
export type PurchaseOrderApprovalRequested = v.InferOutput<typeof PurchaseOrderApprovalRequested>;

/** The order went out to the supplier. */
export const PurchaseOrderIssued = v.strictObject({
  channel: v.picklist(['recorded']),
  expectedAt: v.nullable(Day),
});
/** The order went out to the supplier. */
export type PurchaseOrderIssued = v.InferOutput<typeof PurchaseOrderIssued>;

/** What came in on a receipt. */
export const ReceiptLine = v.strictObject({ lineNumber, quantity: PositiveQuantity });
/** What came in on a receipt. */
export type ReceiptLine = v.InferOutput<typeof ReceiptLine>;

/** Goods of the order came in. */
export const GoodsReceived = v.strictObject({
  receiptId: Uuid,
  lines: v.pipe(v.array(ReceiptLine), v.minLength(1)),
});
/** Goods of the order came in. */
export type GoodsReceived = v.InferOutput<typeof GoodsReceived>;

/** A part of the order is still to come. */
export const PurchaseOrderPartiallyReceived = v.strictObject({ receiptId: Uuid });
/** All of the order is in. */
export const PurchaseOrderReceived = v.strictObject({ receiptId: Uuid });
/** Nothing more is expected of the order. */
export const PurchaseOrderClosed = v.strictObject({ shortClosed: v.boolean() });

/** The order was called off. */
export const PurchaseOrderCancelled = v.strictObject({ approvalId: v.nullable(Uuid) });
/** The order was called off. */
export type PurchaseOrderCancelled = v.InferOutput<typeof PurchaseOrderCancelled>;
