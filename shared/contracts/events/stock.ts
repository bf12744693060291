/** Stock streams are one per product and location; every event carries the stock before and after. */
import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Instant } from '#shared/contracts/instants.ts';
import { Quantity } from '#shared/contracts/quantities.ts';

const movement = {
  productId: Uuid,
  locationId: Uuid,
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
