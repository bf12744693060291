import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Currency, MinorUnits, PositiveQuantity } from '#shared/contracts/quantities.ts';
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

/** So many stock units are in one of this unit: 12 pieces in a box; null: the product has this unit no more. */
export const UnitConversionDefined = v.strictObject({
  productId: Uuid,
  unit: Line,
  perUnit: v.nullable(PositiveQuantity),
});
/** So many stock units are in one of this unit. */
export type UnitConversionDefined = v.InferOutput<typeof UnitConversionDefined>;

/** What a scanner reads off a product. */
export const Barcode = v.pipe(Line, v.maxLength(100, 'must have at most 100 characters'));

/** The product goes by this barcode; within a tenant one product does. */
export const BarcodeAssigned = v.strictObject({ productId: Uuid, barcode: Barcode });
/** The product goes by this barcode. */
export type BarcodeAssigned = v.InferOutput<typeof BarcodeAssigned>;

/** The product goes by this barcode no more. */
export const BarcodeRemoved = v.strictObject({ productId: Uuid, barcode: Barcode });
/** The product goes by this barcode no more. */
export type BarcodeRemoved = v.InferOutput<typeof BarcodeRemoved>;

/** A place where stock is kept was opened. */
export const LocationOpened = v.strictObject({ name: Line });
/** A place where stock is kept was opened. */
export type LocationOpened = v.InferOutput<typeof LocationOpened>;
