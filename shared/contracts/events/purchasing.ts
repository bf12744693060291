import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Day, Instant } from '#shared/contracts/instants.ts';
import { Currency, MinorUnits, PositiveQuantity, Quantity } from '#shared/contracts/quantities.ts';
import { Line, Paragraph } from '#shared/contracts/text.ts';

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
  /** Why people have to, and which version of the approval policy asks for it; absent in orders from before. */
  because: v.optional(v.array(Line)),
  policyVersion: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
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

/** The supplier confirmed the order, and the day it promises. */
export const PurchaseOrderAcknowledged = v.strictObject({ promisedDate: Day });
/** The supplier confirmed the order. */
export type PurchaseOrderAcknowledged = v.InferOutput<typeof PurchaseOrderAcknowledged>;

/** The promised day moved; `by` says whose wish it was. */
export const PurchaseOrderRescheduled = v.strictObject({
  from: v.nullable(Day),
  to: Day,
  by: v.picklist(['supplier', 'buyer']),
});
/** The promised day moved. */
export type PurchaseOrderRescheduled = v.InferOutput<typeof PurchaseOrderRescheduled>;

/** Nothing happens with the order until it is released. */
export const PurchaseOrderHeld = v.strictObject({});
/** The order goes on where it was. */
export const PurchaseOrderReleased = v.strictObject({
  status: v.picklist(['Approved', 'Issued', 'Acknowledged']),
});
/** The order goes on where it was. */
export type PurchaseOrderReleased = v.InferOutput<typeof PurchaseOrderReleased>;

/** Somebody said something about the order. */
export const PurchaseOrderCommented = v.strictObject({ text: Paragraph });
/** Somebody said something about the order. */
export type PurchaseOrderCommented = v.InferOutput<typeof PurchaseOrderCommented>;

/** Goods of the order came in. */
export const GoodsReceived = v.strictObject({
  receiptId: Uuid,
  lines: v.pipe(v.array(ReceiptLine), v.minLength(1)),
});
/** Goods of the order came in. */
export type GoodsReceived = v.InferOutput<typeof GoodsReceived>;

/** Goods came and were not accepted: they are no stock, and the order still waits for them. */
export const GoodsRejected = v.strictObject({
  receiptId: Uuid,
  lines: v.pipe(v.array(ReceiptLine), v.minLength(1)),
});
/** Goods came and were not accepted. */
export type GoodsRejected = v.InferOutput<typeof GoodsRejected>;

/** A receipt was a mistake; `status` is the order's after it. */
export const GoodsReceiptReversed = v.strictObject({
  receiptId: Uuid,
  lines: v.pipe(v.array(ReceiptLine), v.minLength(1)),
  status: v.picklist(['Issued', 'Acknowledged', 'PartiallyReceived']),
});
/** A receipt was a mistake. */
export type GoodsReceiptReversed = v.InferOutput<typeof GoodsReceiptReversed>;

/** A line was delivered otherwise than ordered: too much, never the rest, or not acceptable. */
export const DeliveryDiscrepancyRecorded = v.strictObject({
  lineNumber,
  kind: v.picklist(['over', 'short', 'rejected']),
  quantity: PositiveQuantity,
});
/** A line was delivered otherwise than ordered. */
export type DeliveryDiscrepancyRecorded = v.InferOutput<typeof DeliveryDiscrepancyRecorded>;

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
