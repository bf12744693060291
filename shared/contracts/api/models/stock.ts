/** Reservations and counts of stock. Quantities in stock units, money in minor units. */
import * as v from 'valibot';

import { Actor, Reason } from '#shared/contracts/events/envelope.ts';

import { day, id, instant, number, text } from './fields.ts';

const item = { productId: id, sku: text, productName: text, locationId: id, locationName: text };

/** Stock of a product at a location. */
export const StockRow = v.strictObject({
  productId: id,
  sku: text,
  locationId: id,
  locationName: text,
  onHand: number,
  allocated: number,
  /** onHand − allocated − quarantined. */
  available: number,
  onOrder: number,
  inventoryPosition: number,
  quarantined: number,
});
/** Stock of a product at a location. */
export type StockRow = v.InferOutput<typeof StockRow>;

/** How a reservation stands: held, or how it ended. */
export const ReservationStatus = v.picklist(['held', 'shipped', 'cancelled', 'expired']);

/** Stock that is, or was, promised. */
export const StockReservation = v.strictObject({
  reservationId: id,
  ...item,
  quantity: number,
  reference: text,
  until: v.nullable(day),
  status: ReservationStatus,
  reservedBy: Actor,
  reservedAt: instant,
  endedAt: v.nullable(instant),
});
/** Stock that is, or was, promised. */
export type StockReservation = v.InferOutput<typeof StockReservation>;

/** How a count stands: applied at once, waiting, or what became of it. */
export const CountStatus = v.picklist(['applied', 'waiting', 'approved', 'rejected', 'superseded']);

/** A count by hand. `differenceValueMinor` is null for viewers, and where no unit cost was known. */
export const StockCount = v.strictObject({
  countId: id,
  ...item,
  expected: number,
  counted: number,
  differenceValueMinor: v.nullable(number),
  currency: text,
  status: CountStatus,
  countedBy: Actor,
  countedAt: instant,
  reason: v.nullable(Reason),
  decidedBy: v.nullable(Actor),
  decidedAt: v.nullable(instant),
  decisionReason: v.nullable(Reason),
});
/** A count by hand. */
export type StockCount = v.InferOutput<typeof StockCount>;

/** The stock unit of a product, the others it comes in, and the barcodes it goes by. */
export const ProductCodes = v.strictObject({
  productId: id,
  unit: text,
  units: v.array(v.strictObject({ unit: text, perUnit: number })),
  barcodes: v.array(text),
});
/** Units and barcodes of a product. */
export type ProductCodes = v.InferOutput<typeof ProductCodes>;
