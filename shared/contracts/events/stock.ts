/** Stock streams are one per product and location; every event that changes a figure carries it before and after. */
import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Day, Instant } from '#shared/contracts/instants.ts';
import {
  Currency,
  MinorUnits,
  NonNegativeQuantity,
  PositiveQuantity,
  Quantity,
} from '#shared/contracts/quantities.ts';
import { Line } from '#shared/contracts/text.ts';

const item = { productId: Uuid, locationId: Uuid };

const movement = {
  ...item,
  /** Change of the stock on hand, signed, in stock units. */
  quantity: Quantity,
  onHandBefore: Quantity,
  onHandAfter: Quantity,
};

/** Stock came in, from a supplier or elsewhere. */
export const StockReceived = v.strictObject({
  ...movement,
  purchaseOrderId: v.optional(Uuid),
  receiptId: v.optional(Uuid),
});
/** Stock came in. */
export type StockReceived = v.InferOutput<typeof StockReceived>;

/** Stock went out. */
export const StockIssued = v.strictObject({ ...movement, importId: v.optional(Uuid) });
/** Stock went out. */
export type StockIssued = v.InferOutput<typeof StockIssued>;

/** The stock on hand was corrected. */
export const StockAdjusted = v.strictObject(movement);
/** The stock on hand was corrected. */
export type StockAdjusted = v.InferOutput<typeof StockAdjusted>;

/** Stock went to, or came from, another location; two streams have one such event each. */
export const StockMoved = v.strictObject({ ...movement, counterpartLocationId: Uuid });
/** Stock went to, or came from, another location. */
export type StockMoved = v.InferOutput<typeof StockMoved>;

/** The stock on hand was set by an import, as counted at `asOf`. */
export const StockImported = v.strictObject({ ...movement, importId: v.nullable(Uuid), asOf: Instant });
/** The stock on hand was set by an import. */
export type StockImported = v.InferOutput<typeof StockImported>;

const allocation = {
  ...item,
  reservationId: Uuid,
  quantity: PositiveQuantity,
  allocatedBefore: NonNegativeQuantity,
  allocatedAfter: NonNegativeQuantity,
};

/** Stock was promised to somebody; `until` is the last day on which the promise holds, null: until it is released. */
export const StockAllocated = v.strictObject({ ...allocation, reference: Line, until: v.nullable(Day) });
/** Stock was promised to somebody. */
export type StockAllocated = v.InferOutput<typeof StockAllocated>;

/** Promised stock is free again, or has left. */
export const StockAllocationReleased = v.strictObject({
  ...allocation,
  because: v.picklist(['shipped', 'cancelled', 'expired']),
});
/** Promised stock is free again, or has left. */
export type StockAllocationReleased = v.InferOutput<typeof StockAllocationReleased>;

const quarantine = {
  ...item,
  quantity: PositiveQuantity,
  quarantinedBefore: NonNegativeQuantity,
  quarantinedAfter: NonNegativeQuantity,
};

/** Stock on hand may not be used until it is released. */
export const StockQuarantined = v.strictObject(quarantine);
/** Stock on hand may not be used until it is released. */
export type StockQuarantined = v.InferOutput<typeof StockQuarantined>;

/** Stock may be used again; where it was scrapped, a StockIssued follows. */
export const StockReleasedFromQuarantine = v.strictObject(quarantine);
/** Stock may be used again, or was scrapped. */
export type StockReleasedFromQuarantine = v.InferOutput<typeof StockReleasedFromQuarantine>;

const count = {
  ...item,
  countId: Uuid,
  expected: Quantity,
  counted: NonNegativeQuantity,
  /** |counted − expected| × unit cost; null where no cost is known in the tenant's currency. */
  differenceValueMinor: v.nullable(MinorUnits),
  currency: Currency,
  countedAt: Instant,
};

/** The stock was counted, and holds as counted at once; a StockAdjusted follows where there was a difference. */
export const StockCounted = v.strictObject(count);
/** The stock was counted, and holds as counted at once. */
export type StockCounted = v.InferOutput<typeof StockCounted>;

/** The stock was counted with a difference that somebody else has to approve; `countedBy` may not. */
export const StockCountStarted = v.strictObject({ ...count, countedBy: Line });
/** The stock was counted with a difference that somebody else has to approve. */
export type StockCountStarted = v.InferOutput<typeof StockCountStarted>;

/** A waiting count was approved; a StockAdjusted by the difference that was counted follows. */
export const StockCountApproved = v.strictObject({ ...item, countId: Uuid, difference: Quantity });
/** A waiting count was approved. */
export type StockCountApproved = v.InferOutput<typeof StockCountApproved>;

/** A waiting count holds no more: somebody rejected it, or there is a newer count. */
export const StockCountRejected = v.strictObject({
  ...item,
  countId: Uuid,
  because: v.picklist(['rejected', 'superseded']),
});
/** A waiting count holds no more. */
export type StockCountRejected = v.InferOutput<typeof StockCountRejected>;
