/** How a tenant plans: classes, service targets, overrides, the schedule of the nightly run. */
import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Day } from '#shared/contracts/instants.ts';
import { NonNegativeQuantity } from '#shared/contracts/quantities.ts';
import { Line } from '#shared/contracts/text.ts';

/** By share of yearly value: A the first 80 %, B up to 95 %, C the rest. */
export const AbcClass = v.picklist(['A', 'B', 'C']);
/** By share of yearly value. */
export type AbcClass = v.InferOutput<typeof AbcClass>;

/** By variation of weekly demand, σ ÷ μ: X up to 0.5, Y up to 1, Z above. */
export const XyzClass = v.picklist(['X', 'Y', 'Z']);
/** By variation of weekly demand. */
export type XyzClass = v.InferOutput<typeof XyzClass>;

/** What a service target is a share of: order cycles without a stock-out, or units served from stock. */
export const ServiceMeasure = v.picklist(['cycleServiceLevel', 'fillRate']);
/** What a service target is a share of. */
export type ServiceMeasure = v.InferOutput<typeof ServiceMeasure>;

/** A wanted service, as a share. */
const ServiceShare = v.pipe(
  v.number(),
  v.minValue(0.5, 'must be at least 0.5'),
  v.maxValue(0.9999, 'must be at most 0.9999'),
);

/** Days between two chances to order. */
const ReviewPeriod = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365));

const rate = (most: number) => v.pipe(v.number(), v.minValue(0), v.maxValue(most));

/** The policy of a class of products. */
export const ClassPolicy = v.strictObject({
  abcClass: AbcClass,
  xyzClass: XyzClass,
  serviceMeasure: ServiceMeasure,
  serviceTarget: ServiceShare,
  reviewPeriodDays: ReviewPeriod,
});
/** The policy of a class of products. */
export type ClassPolicy = v.InferOutput<typeof ClassPolicy>;

/** How a tenant plans. */
export const PlanningSettings = v.strictObject({
  /** One for each of the nine classes. */
  classPolicies: v.pipe(
    v.array(ClassPolicy),
    v.length(9, 'must have one policy for each of the nine classes'),
    v.check(
      (policies) => new Set(policies.map(({ abcClass, xyzClass }) => abcClass + xyzClass)).size === 9,
      'must have one policy for each of the nine classes',
    ),
  ),
  /** Cost of holding stock, per year and unit of its value. */
  holdingCostRate: rate(5),
  /** Share of the selling price that is earned; a unit short costs its margin. */
  grossMarginRate: rate(0.99),
  /** Levels in force stay unless one of them moves by more than this share of its value … */
  leastChangeShare: rate(1),
  /** … and by more than so many units. */
  leastChangeUnits: NonNegativeQuantity,
});
/** How a tenant plans. */
export type PlanningSettings = v.InferOutput<typeof PlanningSettings>;

/** How a tenant plans was changed; `before` null: the defaults. */
export const PlanningSettingsChanged = v.strictObject({
  before: v.nullable(PlanningSettings),
  after: PlanningSettings,
});
/** How a tenant plans was changed. */
export type PlanningSettingsChanged = v.InferOutput<typeof PlanningSettingsChanged>;

/** The nightly run is paused; the reason stands in the envelope; `until` is the first day that runs again. */
export const ForecastSchedulePaused = v.strictObject({ until: v.nullable(Day) });
/** The nightly run is paused. */
export type ForecastSchedulePaused = v.InferOutput<typeof ForecastSchedulePaused>;

/** The nightly run goes on. */
export const ForecastScheduleResumed = v.strictObject({});

/** What a person sets for one product and location instead of its class's policy; null: as the class. */
export const PolicyOverride = v.strictObject({
  serviceMeasure: v.nullable(ServiceMeasure),
  serviceTarget: v.nullable(ServiceShare),
  reviewPeriodDays: v.nullable(ReviewPeriod),
  /** Floor of the reorder point. */
  minStock: v.nullable(NonNegativeQuantity),
  /** Ceiling of the order-up-to level. */
  maxStock: v.nullable(NonNegativeQuantity),
  /** Nothing is kept in stock: all levels are 0. */
  doNotStock: v.boolean(),
  /** Last day on which it holds; null: until someone ends it. */
  until: v.nullable(Day),
});
/** What a person sets for one product and location instead of its class's policy. */
export type PolicyOverride = v.InferOutput<typeof PolicyOverride>;

const item = { productId: Uuid, locationId: Uuid };

/** The policy of an item was overridden; null: it follows its class again. */
export const PolicyOverridden = v.strictObject({
  ...item,
  before: v.nullable(PolicyOverride),
  after: v.nullable(PolicyOverride),
});
/** The policy of an item was overridden. */
export type PolicyOverridden = v.InferOutput<typeof PolicyOverridden>;

const classes = v.strictObject({ abcClass: AbcClass, xyzClass: XyzClass, demandPattern: Line });

/** An item came into another class. */
export const SkuClassified = v.strictObject({ ...item, before: v.nullable(classes), after: classes });
/** An item came into another class. */
export type SkuClassified = v.InferOutput<typeof SkuClassified>;
