/** Numbers with a meaning: money in minor units, quantities in stock units, days. */
import * as v from 'valibot';

const largest = 1_000_000_000_000;

/** ISO 4217 code. */
export const Currency = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'must be a currency code such as EUR'));

/** Money in minor units (cents) of the currency beside it. */
export const MinorUnits = v.pipe(
  v.number(),
  v.safeInteger('must be a whole number of minor units'),
  v.minValue(0),
);

/** A quantity in stock units, at most three decimals. */
export const Quantity = v.pipe(
  v.number(),
  v.finite(),
  v.minValue(-largest),
  v.maxValue(largest),
  v.check(
    (quantity) => Number.isInteger(Math.round(quantity * 1e6) / 1e3),
    'must have at most three decimals',
  ),
);

/** A quantity above zero. */
export const PositiveQuantity = v.pipe(Quantity, v.gtValue(0, 'must be above 0'));

/** A quantity of zero or more. */
export const NonNegativeQuantity = v.pipe(Quantity, v.minValue(0, 'must not be negative'));

/** A length of time in days. */
export const Days = v.pipe(
  v.number(),
  v.finite(),
  v.minValue(0),
  v.maxValue(3650, 'must be at most 3650 days'),
);

/** An amount with its currency. */
export const Money = v.strictObject({ amountMinor: MinorUnits, currency: Currency });
/** An amount with its currency. */
export type Money = v.InferOutput<typeof Money>;
