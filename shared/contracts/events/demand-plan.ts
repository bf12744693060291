/** What people know of demand that its history does not: promotions, overrides, days to leave out, like items. */
import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Day } from '#shared/contracts/instants.ts';
import { NonNegativeQuantity } from '#shared/contracts/quantities.ts';
import { Line } from '#shared/contracts/text.ts';

/** Factor on demand: 1.5 is half as much again, 0 none at all. */
export const Lift = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(100));

/** Which products a demand event is about. */
export const DemandEventScope = v.variant('kind', [
  v.strictObject({ kind: v.literal('all') }),
  v.strictObject({ kind: v.literal('category'), category: Line }),
  v.strictObject({
    kind: v.literal('products'),
    productIds: v.pipe(v.array(Uuid), v.minLength(1), v.maxLength(500)),
  }),
]);
/** Which products a demand event is about. */
export type DemandEventScope = v.InferOutput<typeof DemandEventScope>;

/** Something will raise or lower demand, or did: a promotion, a fair, a closing. Both days belong to it. */
export const DemandEventPlanned = v.strictObject({
  name: Line,
  from: Day,
  to: Day,
  /** Null: as past events of a product did. */
  lift: v.nullable(Lift),
  scope: DemandEventScope,
});
/** Something will raise or lower demand, or did. */
export type DemandEventPlanned = v.InferOutput<typeof DemandEventPlanned>;

/** The demand event does not take place. */
export const DemandEventCancelled = v.strictObject({});

const item = { productId: Uuid, locationId: Uuid };

/**
 * A person's figure stands in place of the forecast: `perDay` units a day, or the forecast times `factor`, from a day
 * until another (both included); `until` null: until someone ends it.
 */
export const DemandForecastOverridden = v.strictObject({
  ...item,
  overrideId: Uuid,
  from: Day,
  until: v.nullable(Day),
  perDay: v.nullable(NonNegativeQuantity),
  factor: v.nullable(Lift),
});
/** A person's figure stands in place of the forecast. */
export type DemandForecastOverridden = v.InferOutput<typeof DemandForecastOverridden>;

/** The override holds no more. */
export const DemandOverrideExpired = v.strictObject({ ...item, overrideId: Uuid });
/** The override holds no more. */
export type DemandOverrideExpired = v.InferOutput<typeof DemandOverrideExpired>;

/** A day's demand is left out of the history the forecast learns from. */
export const DemandOutlierExcluded = v.strictObject({ ...item, day: Day });
/** A day's demand is left out of the history the forecast learns from. */
export type DemandOutlierExcluded = v.InferOutput<typeof DemandOutlierExcluded>;

/** A day's demand is real, however unlikely it looks (`automatic`: judged by the forecast again). */
export const DemandOutlierRestored = v.strictObject({ ...item, day: Day, automatic: v.boolean() });
/** A day's demand is real, however unlikely it looks. */
export type DemandOutlierRestored = v.InferOutput<typeof DemandOutlierRestored>;

/** A product is forecast like another at a share of it while it has too little history; null: no more. */
export const LikeItemChosen = v.strictObject({
  productId: Uuid,
  likeProductId: v.nullable(Uuid),
  /** 0.6: at 60 % of the other's demand. */
  share: v.nullable(v.pipe(v.number(), v.gtValue(0), v.maxValue(100))),
});
/** A product is forecast like another. */
export type LikeItemChosen = v.InferOutput<typeof LikeItemChosen>;
