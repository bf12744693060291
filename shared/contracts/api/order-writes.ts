/** Writes on purchase orders after they were decided, and what they take. */
import * as v from 'valibot';

import { Reason } from '#shared/contracts/events/envelope.ts';
import { Day, Instant } from '#shared/contracts/instants.ts';
import { NonNegativeQuantity } from '#shared/contracts/quantities.ts';
import { Paragraph } from '#shared/contracts/text.ts';

import { WriteAccepted } from './common.ts';
import type { Route } from './route.ts';

const write = { response: WriteAccepted, role: 'operator' } as const;

/** A reason is all that is needed. */
const ReasonInput = v.strictObject({ reason: Reason });

/** What came of a line: accepted units become stock, rejected ones do not, and are still to come. */
const ReceiptLineInput = v.pipe(
  v.strictObject({
    lineNumber: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
    quantity: NonNegativeQuantity,
    rejectedQuantity: v.optional(NonNegativeQuantity, 0),
  }),
  v.forward(
    v.check(({ quantity, rejectedQuantity }) => quantity + rejectedQuantity > 0, 'must be above 0'),
    ['quantity'],
  ),
);

/** Goods that came in for an order. */
const ReceiptInput = v.pipe(
  v.strictObject({
    receivedAt: v.optional(Instant),
    lines: v.pipe(v.array(ReceiptLineInput), v.minLength(1), v.maxLength(500)),
    /** Why units were rejected. */
    reason: v.optional(Reason),
  }),
  v.forward(
    v.check(
      ({ lines, reason }) =>
        reason !== undefined || lines.every(({ rejectedQuantity }) => rejectedQuantity === 0),
      'rejected goods need a reason',
    ),
    ['reason'],
  ),
);

/** Writes on orders after they were decided. */
export const orderWrites = [
  {
    operation: 'cancelPurchaseOrder',
    method: 'POST',
    path: '/purchase-orders/{purchaseOrderId}/cancellation',
    summary: 'Call a purchase order off',
    request: ReasonInput,
    ...write,
  },
  {
    operation: 'acknowledgeOrder',
    method: 'PUT',
    path: '/purchase-orders/{purchaseOrderId}/acknowledgement',
    summary: 'Record that the supplier confirmed the order, and the day it promises',
    request: v.strictObject({ promisedDate: Day }),
    ...write,
  },
  {
    operation: 'rescheduleOrder',
    method: 'PUT',
    path: '/purchase-orders/{purchaseOrderId}/promised-date',
    summary: 'Move the promised day',
    request: v.strictObject({
      promisedDate: Day,
      by: v.optional(v.picklist(['supplier', 'buyer']), 'supplier'),
      reason: Reason,
    }),
    ...write,
  },
  {
    operation: 'holdOrder',
    method: 'PUT',
    path: '/purchase-orders/{purchaseOrderId}/hold',
    summary: 'Put an order on hold',
    request: ReasonInput,
    ...write,
  },
  {
    operation: 'releaseOrder',
    method: 'DELETE',
    path: '/purchase-orders/{purchaseOrderId}/hold',
    summary: 'Let an order on hold go on',
    ...write,
  },
  {
    operation: 'receiveGoods',
    method: 'POST',
    path: '/purchase-orders/{purchaseOrderId}/receipts',
    summary: 'Record goods that came in, accepted or rejected',
    request: ReceiptInput,
    ...write,
  },
  {
    operation: 'reverseReceipt',
    method: 'POST',
    path: '/purchase-orders/{purchaseOrderId}/receipts/{receiptId}/reversal',
    summary: 'Take a receipt back as if it had never come',
    request: ReasonInput,
    ...write,
  },
  {
    operation: 'closeOrderShort',
    method: 'POST',
    path: '/purchase-orders/{purchaseOrderId}/closure',
    summary: 'Expect no more of a partly received order',
    request: ReasonInput,
    ...write,
  },
  {
    operation: 'commentOnOrder',
    method: 'POST',
    path: '/purchase-orders/{purchaseOrderId}/comments',
    summary: 'Say something about an order',
    request: v.strictObject({ text: Paragraph }),
    ...write,
  },
] as const satisfies readonly Route[];
