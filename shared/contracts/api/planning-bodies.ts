/** Bodies of writes on planning: demand events, overrides, exclusions, like items, settings, policies, runs. */
import * as v from 'valibot';

import { Lift } from '#shared/contracts/events/demand-plan.ts';
import { Reason } from '#shared/contracts/events/envelope.ts';
import { PolicyOverride } from '#shared/contracts/events/planning-settings.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { Day } from '#shared/contracts/instants.ts';
import { NonNegativeQuantity } from '#shared/contracts/quantities.ts';
import { Line, Sku } from '#shared/contracts/text.ts';

import { locationReference, productReference } from './write-bodies.ts';

/** A demand event; `scope` names products by id or SKU. Both days belong to it; a past one is learnt from, too. */
export const DemandEventInput = v.pipe(
  v.strictObject({
    name: Line,
    from: Day,
    to: Day,
    /** Factor on demand: 1.5 is half as much again; null: as measured from past events of each product. */
    lift: v.nullable(Lift),
    scope: v.variant('kind', [
      v.strictObject({ kind: v.literal('all') }),
      v.strictObject({ kind: v.literal('category'), category: Line }),
      v.strictObject({
        kind: v.literal('products'),
        products: v.pipe(
          v.array(v.strictObject({ productId: v.optional(Uuid), sku: v.optional(Sku) })),
          v.minLength(1),
          v.maxLength(500),
        ),
      }),
    ]),
  }),
  v.forward(
    v.check(({ from, to }) => to >= from, 'must not be before from'),
    ['to'],
  ),
);
/** A demand event. */
export type DemandEventInput = v.InferInput<typeof DemandEventInput>;

/** A person's figure in place of the forecast: units per day, or a factor on the forecast; one of the two. */
export const DemandOverrideInput = v.pipe(
  v.strictObject({
    ...productReference,
    ...locationReference,
    from: Day,
    /** Last day on which it holds; null: until someone ends it. */
    until: v.nullable(Day),
    perDay: v.optional(v.nullable(NonNegativeQuantity), null),
    factor: v.optional(v.nullable(Lift), null),
    reason: Reason,
  }),
  v.forward(
    v.check(({ perDay, factor }) => (perDay === null) !== (factor === null), 'give either perDay or factor'),
    ['perDay'],
  ),
  v.forward(
    v.check(({ from, until }) => until === null || until >= from, 'must not be before from'),
    ['until'],
  ),
);
/** A person's figure in place of the forecast. */
export type DemandOverrideInput = v.InferInput<typeof DemandOverrideInput>;

/** How a day of the history is to be taken: left out, as real, or as the forecast judges it. */
export const DemandExclusionInput = v.strictObject({
  ...productReference,
  ...locationReference,
  day: Day,
  treatment: v.picklist(['exclude', 'restore', 'automatic']),
});
/** How a day of the history is to be taken. */
export type DemandExclusionInput = v.InferInput<typeof DemandExclusionInput>;

/** The product that another is forecast like, at a share of it: 0.6 is 60 %. */
export const LikeItemInput = v.strictObject({
  ...productReference,
  share: v.pipe(v.number(), v.gtValue(0), v.maxValue(100)),
});
/** The product that another is forecast like. */
export type LikeItemInput = v.InferInput<typeof LikeItemInput>;

/** What a person sets for one product and location; `override` null: as its class again. */
export const PolicyOverrideInput = v.pipe(
  v.strictObject({
    ...productReference,
    ...locationReference,
    override: v.nullable(PolicyOverride),
    reason: Reason,
  }),
  v.forward(
    v.check(
      ({ override }) =>
        override === null ||
        override.minStock === null ||
        override.maxStock === null ||
        override.maxStock >= override.minStock,
      'maxStock must not be below minStock',
    ),
    ['override', 'maxStock'],
  ),
  v.forward(
    v.check(
      ({ override }) =>
        override === null || (override.serviceMeasure === null) === (override.serviceTarget === null),
      'serviceMeasure and serviceTarget go together',
    ),
    ['override', 'serviceTarget'],
  ),
);
/** What a person sets for one product and location. */
export type PolicyOverrideInput = v.InferInput<typeof PolicyOverrideInput>;

/** A run to start now: of everything, or of what failed in the newest run that ended. */
export const ForecastRunInput = v.strictObject({ onlyFailed: v.optional(v.boolean(), false) });
/** A run to start now. */
export type ForecastRunInput = v.InferInput<typeof ForecastRunInput>;

/** Pauses the nightly run, or lets it go on. */
export const ForecastScheduleInput = v.variant('status', [
  v.strictObject({
    status: v.literal('paused'),
    /** The first day that runs again; null: until someone resumes it. */
    until: v.optional(v.nullable(Day), null),
    reason: Reason,
  }),
  v.strictObject({ status: v.literal('running') }),
]);
/** Pauses the nightly run, or lets it go on. */
export type ForecastScheduleInput = v.InferInput<typeof ForecastScheduleInput>;
