/** Purchase orders as people see them. */
import * as v from 'valibot';

import { Actor, Reason } from '#shared/contracts/events/envelope.ts';
import { QuantityStep } from '#shared/contracts/events/planning.ts';
import { Money } from '#shared/contracts/quantities.ts';

import { day, id, instant, number, text } from './fields.ts';

/** What may be done with an order. */
export const orderActions = [
  'decide',
  'issue',
  'acknowledge',
  'reschedule',
  'receive',
  'reverseReceipt',
  'closeShort',
  'hold',
  'release',
  'cancel',
  'comment',
] as const;
/** What may be done with an order. */
export type OrderAction = (typeof orderActions)[number];

/** Status of a purchase order (the lifecycle's states). */
export const PurchaseOrderStatus = v.picklist([
  'Proposed',
  'PendingApproval',
  'Postponed',
  'Approved',
  'Issued',
  'Acknowledged',
  'PartiallyReceived',
  'Received',
  'Closed',
  'Rejected',
  'Cancelled',
  'Superseded',
  'OnHold',
]);
/** Status of a purchase order. */
export type PurchaseOrderStatus = v.InferOutput<typeof PurchaseOrderStatus>;

/** A line as people see it. Prices are null for viewers. */
export const OrderLine = v.strictObject({
  lineNumber: number,
  productId: id,
  sku: text,
  productName: text,
  unit: text,
  quantity: number,
  receivedQuantity: number,
  recommendedQuantity: number,
  unitPriceMinor: v.nullable(number),
  steps: v.array(QuantityStep),
});
/** A line as people see it. */
export type OrderLine = v.InferOutput<typeof OrderLine>;

/** A purchase order in a list. `value` is null for viewers. */
export const PurchaseOrder = v.strictObject({
  purchaseOrderId: id,
  number: text,
  status: PurchaseOrderStatus,
  revision: number,
  supplierId: id,
  supplierName: text,
  locationId: id,
  locationName: text,
  value: v.nullable(Money),
  lineCount: number,
  approvalId: v.nullable(id),
  proposedAt: instant,
  approvedAt: v.nullable(instant),
  approvedBy: v.nullable(text),
  approvedByName: v.nullable(text),
  issuedAt: v.nullable(instant),
  postponedUntil: v.nullable(day),
  expectedAt: v.nullable(day),
});
/** A purchase order in a list. */
export type PurchaseOrder = v.InferOutput<typeof PurchaseOrder>;

/** Goods that came in. */
const Receipt = v.strictObject({
  receiptId: id,
  receivedAt: instant,
  receivedBy: Actor,
  lines: v.array(v.strictObject({ lineNumber: number, quantity: number })),
  /** Null: it stands. */
  reversed: v.nullable(v.strictObject({ at: instant, by: Actor, reason: v.nullable(Reason) })),
});

/** A purchase order in full. */
export const PurchaseOrderDetail = v.strictObject({
  ...PurchaseOrder.entries,
  executionId: v.nullable(text),
  lines: v.array(OrderLine),
  receipts: v.array(Receipt),
  discrepancies: v.array(
    v.strictObject({
      lineNumber: number,
      kind: v.picklist(['over', 'short', 'rejected']),
      quantity: number,
      recordedAt: instant,
    }),
  ),
  acknowledgedAt: v.nullable(instant),
  /** Why it is on hold. */
  heldReason: v.nullable(Reason),
  /** What may be done with it now, by someone with the caller's role. */
  actions: v.array(v.picklist(orderActions)),
});
/** A purchase order in full. */
export type PurchaseOrderDetail = v.InferOutput<typeof PurchaseOrderDetail>;
