/** Rows of lists that say no more than their columns. Quantities in stock units, money in minor units. */
import * as v from 'valibot';

const text = v.string();
const number = v.number();

/** A location. */
export const LocationRow = v.strictObject({ locationId: text, name: text, status: text });

/** Demand of a product at a location on a day. */
export const DemandRow = v.strictObject({ day: text, locationId: text, quantity: number });

/** A supplier's terms for a product. `unitPriceMinor` is null for viewers. */
export const TermsRow = v.strictObject({
  supplierId: text,
  supplierName: text,
  productId: text,
  sku: text,
  unitPriceMinor: v.nullable(number),
  currency: text,
  leadTimeDays: number,
  minimumOrderQuantity: number,
  orderMultiple: number,
  rank: number,
});

/** What a run forecast for a product at a location. */
export const ForecastRow = v.strictObject({
  runId: text,
  productId: text,
  locationId: text,
  demandPattern: text,
  method: text,
  meanPerDay: number,
  standardDeviationPerDay: number,
  forecast: v.unknown(),
});
