import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Day } from '#shared/contracts/instants.ts';
import { Quantity } from '#shared/contracts/quantities.ts';
import { Line } from '#shared/contracts/text.ts';

/** Units demanded on a day: `[day, quantity]`; returns are negative. */
export const DemandRow = v.strictTuple([Day, Quantity]);
/** Units demanded on a day. */
export type DemandRow = v.InferOutput<typeof DemandRow>;

/** A batch of demand of one product and location was imported: at most 500 days. */
export const DemandImported = v.strictObject({
  importId: Uuid,
  productId: Uuid,
  locationId: Uuid,
  rows: v.pipe(v.array(DemandRow), v.minLength(1), v.maxLength(500)),
});
/** A batch of demand was imported. */
export type DemandImported = v.InferOutput<typeof DemandImported>;

/** Demand of one day that was recorded by itself. */
export const SaleRecorded = v.strictObject({
  productId: Uuid,
  locationId: Uuid,
  day: Day,
  quantity: Quantity,
});
/** Demand of one day that was recorded by itself. */
export type SaleRecorded = v.InferOutput<typeof SaleRecorded>;

/** What files can hold. */
export const ImportKind = v.picklist(['products', 'suppliers', 'terms', 'stock', 'sales']);
/** What files can hold. */
export type ImportKind = v.InferOutput<typeof ImportKind>;

/** An import was begun. */
export const DataImportStarted = v.strictObject({ kind: ImportKind, fileName: Line, fileHash: Line });
/** An import was begun. */
export type DataImportStarted = v.InferOutput<typeof DataImportStarted>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** An import ended: so many rows accepted, so many refused. */
export const DataImported = v.strictObject({
  kind: ImportKind,
  fileName: Line,
  rows: count,
  rejected: count,
});
/** An import ended. */
export type DataImported = v.InferOutput<typeof DataImported>;

/** The rows of an import count no more. */
export const DataImportUndone = v.strictObject({ kind: ImportKind });
/** The rows of an import count no more. */
export type DataImportUndone = v.InferOutput<typeof DataImportUndone>;
