/** Forecast runs, forecasts, policies and what people set about them. Quantities in stock units, rates per day. */
import * as v from 'valibot';

import { DemandEventScope } from '#shared/contracts/events/demand-plan.ts';
import { Actor, Reason } from '#shared/contracts/events/envelope.ts';
import { ClassAccuracy, ForecastRunTrigger } from '#shared/contracts/events/planning.ts';
import {
  AbcClass,
  PlanningSettings,
  PolicyOverride,
  ServiceMeasure,
  XyzClass,
} from '#shared/contracts/events/planning-settings.ts';

import { day, id, instant, number, text } from './fields.ts';

const maybe = v.nullable(number);

/** A forecast run. */
export const ForecastRun = v.strictObject({
  runId: id,
  asOf: day,
  trigger: ForecastRunTrigger,
  status: v.picklist(['scheduled', 'running', 'completed', 'aborted']),
  /** Items that the run is to forecast; null until its shards are planned. */
  total: maybe,
  /** Items done so far, failed ones among them. */
  planned: number,
  failed: number,
  /** Policies that changed. */
  changed: number,
  onlyFailedOf: v.nullable(id),
  requestedAt: instant,
  completedAt: v.nullable(instant),
  executionId: v.nullable(text),
  /** How right forecasts were, by class of value; empty until the run is sealed. */
  accuracy: v.array(ClassAccuracy),
});
/** A forecast run. */
export type ForecastRun = v.InferOutput<typeof ForecastRun>;

/** A forecast run with what failed, and how often each method was used. */
export const ForecastRunDetail = v.strictObject({
  ...ForecastRun.entries,
  failures: v.array(v.strictObject({ productId: id, sku: text, productName: text, reason: text })),
  methods: v.array(v.strictObject({ method: text, items: number })),
});
/** A forecast run with what failed. */
export type ForecastRunDetail = v.InferOutput<typeof ForecastRunDetail>;

/** When nightly runs are made: paused or not, and the next three. */
export const ForecastSchedule = v.strictObject({
  status: v.picklist(['running', 'paused']),
  pausedUntil: v.nullable(day),
  reason: v.nullable(Reason),
  pausedBy: v.nullable(Actor),
  pausedAt: v.nullable(instant),
  timeZone: text,
  /** Local time of day, HH:MM. */
  nightlyAt: text,
  nextRuns: v.array(instant),
});
/** When nightly runs are made. */
export type ForecastSchedule = v.InferOutput<typeof ForecastSchedule>;

/** A demand event. */
export const DemandEvent = v.strictObject({
  demandEventId: id,
  name: text,
  from: day,
  to: day,
  /** Null: as measured from past events of each product. */
  lift: maybe,
  scope: DemandEventScope,
  status: v.picklist(['planned', 'cancelled']),
  plannedBy: Actor,
  plannedAt: instant,
});
/** A demand event. */
export type DemandEvent = v.InferOutput<typeof DemandEvent>;

/** A person's figure in place of the forecast. */
export const DemandOverride = v.strictObject({
  overrideId: id,
  productId: id,
  sku: text,
  locationId: id,
  from: day,
  until: v.nullable(day),
  perDay: maybe,
  factor: maybe,
  /** `ended`: by a person; `expired`: its last day is over. */
  status: v.picklist(['active', 'expired', 'ended']),
  reason: v.nullable(Reason),
  setBy: Actor,
  setAt: instant,
});
/** A person's figure in place of the forecast. */
export type DemandOverride = v.InferOutput<typeof DemandOverride>;

/** How the tenant plans; version 0: the defaults. */
export const PlanningSettingsRow = v.strictObject({ version: number, settings: PlanningSettings });

/** The inventory policy of a product at a location. Values are null for viewers. */
export const PolicyRow = v.strictObject({
  productId: id,
  sku: text,
  productName: text,
  unit: text,
  locationId: id,
  locationName: text,
  policyVersion: number,
  safetyStock: number,
  reorderPoint: number,
  orderUpToLevel: number,
  reviewPeriodDays: number,
  cycleServiceLevel: number,
  serviceMeasure: ServiceMeasure,
  serviceTarget: number,
  expectedFillRate: maybe,
  meanPerDay: number,
  abcClass: v.nullable(AbcClass),
  xyzClass: v.nullable(XyzClass),
  demandPattern: v.nullable(text),
  override: v.nullable(PolicyOverride),
  overrideReason: v.nullable(Reason),
  runId: v.nullable(id),
  changedAt: instant,
});
/** The inventory policy of a product at a location. */
export type PolicyRow = v.InferOutput<typeof PolicyRow>;

/** What a set of policies comes to. */
const PolicyTotals = v.strictObject({
  /** Mean stock on hand to expect (safety stock and half of what is ordered at a time), at unit cost; null for viewers. */
  stockValueMinor: maybe,
  /** Order cycles with a stock-out to expect in a year. */
  stockoutsPerYear: number,
  /** Units short to expect in a year. */
  unitsShortPerYear: number,
  ordersPerYear: number,
});

/** Before and after a change of class policies that was not saved. */
export const PolicyWhatIf = v.strictObject({
  currency: text,
  /** Items whose levels were computed anew. */
  items: number,
  /** Items whose levels would change beyond the hysteresis. */
  changed: number,
  /** Recommendations that would begin, end, or change their quantity. */
  ordersChanged: number,
  /** Items with a forecast that were left out, because cost or supplier is missing. */
  withoutCost: number,
  before: PolicyTotals,
  after: PolicyTotals,
  /** The items that change most by value, at most 20. */
  most: v.array(
    v.strictObject({
      productId: id,
      sku: text,
      productName: text,
      locationId: id,
      abcClass: AbcClass,
      xyzClass: XyzClass,
      reorderPointBefore: number,
      reorderPointAfter: number,
      orderUpToLevelBefore: number,
      orderUpToLevelAfter: number,
      stockValueChangeMinor: maybe,
    }),
  ),
});
/** Before and after a change of class policies that was not saved. */
export type PolicyWhatIf = v.InferOutput<typeof PolicyWhatIf>;

const accuracy = v.strictObject({
  wape: maybe,
  bias: maybe,
  mase: maybe,
  coverage80: maybe,
  days: number,
});

/** All that is known and expected of the demand of a product at a location. */
export const ItemForecast = v.strictObject({
  productId: id,
  sku: text,
  productName: text,
  unit: text,
  locationId: id,
  /** Null: no run forecast it yet, or it failed: then `failure` says why. */
  forecast: v.nullable(
    v.strictObject({
      runId: id,
      asOf: day,
      method: text,
      demandPattern: text,
      abcClass: v.nullable(AbcClass),
      xyzClass: v.nullable(XyzClass),
      meanPerDay: number,
      /** Of the forecast alone, without demand events and overrides. */
      baselinePerDay: number,
      accuracy: v.nullable(accuracy),
      /** Share of days inside the band is outside 70 to 90 %. */
      isBandUntrustworthy: v.boolean(),
      /** Methods compared by backtest, the one used first. */
      contenders: v.array(v.strictObject({ method: text, wape: maybe })),
      seasonality: v.strictObject({ week: number, year: number }),
      /** What was left out of the history. */
      exclusions: v.strictObject({
        daysWithoutStock: number,
        demandEventDays: number,
        excludedDays: number,
        unfinishedDays: number,
        outliers: v.array(v.strictObject({ day, quantity: number, takenAs: number })),
      }),
      likeItem: v.nullable(v.strictObject({ productId: id, sku: text, share: number })),
    }),
  ),
  failure: v.nullable(text),
  /** Demand by day, oldest first, at most two years; `isExcluded`: left out of the history. */
  history: v.array(v.strictObject({ day, quantity: number, isExcluded: v.boolean() })),
  /** Expected demand of each of the next 60 days, with the band of that day. */
  ahead: v.array(v.strictObject({ day, mean: number, p10: number, p90: number })),
  /** What an earlier run forecast for days that are over now; null: there is no run at least 28 days old. */
  earlier: v.nullable(
    v.strictObject({
      runId: id,
      asOf: day,
      days: v.array(v.strictObject({ day, mean: number, actual: number })),
      wape: maybe,
      bias: maybe,
    }),
  ),
  /** Accuracy as each of the last runs found it, oldest first, at most 60. */
  accuracyByRun: v.array(
    v.strictObject({ runId: id, asOf: day, wape: maybe, bias: maybe, mase: maybe, coverage80: maybe }),
  ),
  demandEvents: v.array(DemandEvent),
  overrides: v.array(DemandOverride),
});
/** All that is known and expected of the demand of a product at a location. */
export type ItemForecast = v.InferOutput<typeof ItemForecast>;
