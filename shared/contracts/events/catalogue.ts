import * as v from 'valibot';

import { Currency, MinorUnits } from '#shared/contracts/quantities.ts';
import { Line, Sku, StorableText } from '#shared/contracts/text.ts';

const productFields = {
  name: Line,
  unit: Line,
  category: v.pipe(StorableText, v.maxLength(200)),
  unitCostMinor: v.nullable(MinorUnits),
  currency: Currency,
};

/** A product was accepted into the catalogue. */
export const NewProductScheduled = v.strictObject({ sku: Sku, ...productFields });
/** A product was accepted into the catalogue. */
export type NewProductScheduled = v.InferOutput<typeof NewProductScheduled>;

/** Details of a product changed; `before` and `after` hold the changed fields only. */
export const ProductDetailsChanged = v.strictObject({
  before: v.partial(v.strictObject(productFields)),
  after: v.partial(v.strictObject(productFields)),
});
/** Details of a product changed. */
export type ProductDetailsChanged = v.InferOutput<typeof ProductDetailsChanged>;

/** The product is bought no more. */
export const ProductDiscontinued = v.strictObject({});
/** The product is bought again. */
export const ProductActivated = v.strictObject({});

/** A place where stock is kept was opened. */
export const LocationOpened = v.strictObject({ name: Line });
/** A place where stock is kept was opened. */
export type LocationOpened = v.InferOutput<typeof LocationOpened>;
