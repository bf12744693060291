import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import {
  Currency,
  Days,
  MinorUnits,
  NonNegativeQuantity,
  PositiveQuantity,
} from '#shared/contracts/quantities.ts';
import { Line } from '#shared/contracts/text.ts';

const supplierFields = { name: Line, currency: Currency, leadTimeDays: Days };

/** A supplier was registered; `leadTimeDays` holds where terms say nothing else. */
export const SupplierRegistered = v.strictObject(supplierFields);
/** A supplier was registered. */
export type SupplierRegistered = v.InferOutput<typeof SupplierRegistered>;

/** Details of a supplier changed; only the changed fields. */
export const SupplierDetailsChanged = v.strictObject({
  before: v.partial(v.strictObject(supplierFields)),
  after: v.partial(v.strictObject(supplierFields)),
});
/** Details of a supplier changed. */
export type SupplierDetailsChanged = v.InferOutput<typeof SupplierDetailsChanged>;

/** Nothing is ordered from the supplier until it is released. */
export const SupplierHeld = v.strictObject({});
/** The supplier may be ordered from again. */
export const SupplierReleased = v.strictObject({});

/** What a supplier asks for one product: price per stock unit, lead time, smallest order, multiple, rank (1 is first). */
export const SupplierTerms = v.strictObject({
  unitPriceMinor: MinorUnits,
  currency: Currency,
  leadTimeDays: Days,
  leadTimeStandardDeviation: Days,
  minimumOrderQuantity: NonNegativeQuantity,
  orderMultiple: PositiveQuantity,
  rank: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99)),
});
/** What a supplier asks for one product. */
export type SupplierTerms = v.InferOutput<typeof SupplierTerms>;

/** The terms of a supplier for a product are new or changed. */
export const SupplierTermsChanged = v.strictObject({
  supplierId: Uuid,
  productId: Uuid,
  before: v.nullable(SupplierTerms),
  after: SupplierTerms,
});
/** The terms of a supplier for a product are new or changed. */
export type SupplierTermsChanged = v.InferOutput<typeof SupplierTermsChanged>;
