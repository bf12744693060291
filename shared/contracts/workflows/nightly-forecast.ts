/** What passes between the states of nightly-forecast. */
import * as v from 'valibot';

import { AbcClass, XyzClass } from '#shared/contracts/events/planning-settings.ts';
import { ForecastRunTrigger, InventoryPolicy } from '#shared/contracts/events/planning.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { Day } from '#shared/contracts/instants.ts';
import { Line } from '#shared/contracts/text.ts';

const run = { tenantId: Uuid, runId: Uuid };
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const numbers = (length: number) => v.pipe(v.array(v.number()), v.length(length));

/** A product at a location. */
export const ItemKey = v.strictObject({ productId: Uuid, locationId: Uuid });
/** A product at a location. */
export type ItemKey = v.InferOutput<typeof ItemKey>;

/**
 * What PlanShards fixes for the whole run. Shard s of n holds the products whose hash leaves s when divided by n, and is
 * forecast page by page.
 */
export const RunPlan = v.strictObject({
  asOf: Day,
  trigger: ForecastRunTrigger,
  /** The run whose failures alone are forecast again. */
  onlyFailedOf: v.nullable(Uuid),
  /** Products at locations that are to be forecast. */
  items: index,
  shards: index,
  /** Last day before `asOf` on which the tenant recorded any demand. */
  lastDay: v.nullable(Day),
  /** Version of the stream of planning settings. */
  settingsVersion: index,
});
/** What PlanShards fixes for the whole run. */
export type RunPlan = v.InferOutput<typeof RunPlan>;

/** Tasks of usage-analyser. */
export const UsageAnalyserTask = v.variant('task', [
  /** `asOf` absent: the tenant's present day. */
  v.strictObject({
    task: v.literal('plan-shards'),
    ...run,
    asOf: v.optional(v.nullable(Day), null),
    trigger: ForecastRunTrigger,
    onlyFailedOf: v.nullable(Uuid),
  }),
  v.strictObject({
    task: v.literal('forecast-shard'),
    ...run,
    plan: RunPlan,
    shard: index,
    /** The `next` of the page before, and its seal; null: the first page. */
    after: v.nullable(ItemKey),
    before: v.nullable(v.string()),
  }),
  v.strictObject({ task: v.literal('measure-run'), ...run }),
  /** `cursor`: the `next` of the page before; null: the first page. */
  v.strictObject({
    task: v.literal('propose-policies'),
    ...run,
    plan: RunPlan,
    cursor: v.nullable(ItemKey),
  }),
  v.strictObject({ task: v.literal('summarise-run'), ...run }),
]);
/** Tasks of usage-analyser. */
export type UsageAnalyserTask = v.InferOutput<typeof UsageAnalyserTask>;

/** One kind of task. */
export type UsageAnalyserTaskOf<T extends UsageAnalyserTask['task']> = Extract<
  UsageAnalyserTask,
  { task: T }
>;

const figureOrNull = v.nullable(v.number());

/**
 * A forecast without the names of its figures, so that a shard's fit into a workflow's state; figures to five digits, days
 * as days since 1970-01-01. `expandForecast` of shared/forecasting/forecast-row.ts gives it its names back.
 */
export const ForecastRow = v.strictTuple([
  Uuid,
  Uuid,
  v.picklist(['smooth', 'erratic', 'intermittent', 'lumpy']),
  /** Method and grain. */
  v.string(),
  v.picklist(['day', 'week', 'month']),
  /**
   * Per day: mean, mean without demand events and overrides, trend, standard deviation, variance, variance of the level;
   * coefficient of variation, demand of the last year, strength of the season of the week and of the year; mean and
   * standard deviation of the demand over the lead time and over lead time and review period; 1 for counts; days of
   * history.
   */
  numbers(16),
  /** Share of a like item. */
  figureOrNull,
  /** Weekday factors, Monday first; null: all 1. */
  v.nullable(numbers(7)),
  /** Month factors, January first. */
  v.nullable(numbers(12)),
  /** Demand events and overrides: first day, last day, factor, units per day. */
  v.array(v.strictTuple([v.number(), figureOrNull, figureOrNull, figureOrNull])),
  /** wape, bias, mase, coverage80, days compared. */
  v.nullable(v.pipe(v.array(figureOrNull), v.length(5))),
  /** Methods compared and their wape. */
  v.pipe(v.array(v.strictTuple([v.string(), figureOrNull])), v.maxLength(4)),
  /** Days without stock, in demand events, excluded, unfinished; then day, quantity and what it was taken as of outliers. */
  v.pipe(v.array(v.number()), v.minLength(4), v.maxLength(19)),
  /** First day of the path, then its 28 means to four digits. */
  v.nullable(numbers(29)),
]);
/** A forecast without the names of its figures. */
export type ForecastRow = v.InferOutput<typeof ForecastRow>;

/** A product that could not be forecast, and why. */
export const ForecastFailure = v.strictObject({ ...ItemKey.entries, reason: v.string() });
/** A product that could not be forecast, and why. */
export type ForecastFailure = v.InferOutput<typeof ForecastFailure>;

/** What became of an item of a shard. */
export const ShardRow = v.union([ForecastRow, ForecastFailure]);
/** What became of an item of a shard. */
export type ShardRow = v.InferOutput<typeof ShardRow>;

/**
 * What ForecastShard answers: a page of a shard. `packed` holds its ShardRows; `sha256` is that of the canonical JSON of
 * `{ before, rows }`, so that the seal of a shard's last page is the shard's; `next` null: it was the last page.
 */
export const ShardPage = v.strictObject({
  packed: v.string(),
  sha256: v.string(),
  next: v.nullable(ItemKey),
});
/** What ForecastShard answers. */
export type ShardPage = v.InferOutput<typeof ShardPage>;

/** A policy whose demand is said by mean, standard deviation, and 1 for counts: quantiles follow from them. */
const ProposedPolicy = v.strictObject({
  ...v.omit(InventoryPolicy, ['leadTimeDemand', 'protectionDemand']).entries,
  leadTimeDemand: v.strictTuple([v.number(), v.number(), v.number()]),
  protectionDemand: v.strictTuple([v.number(), v.number(), v.number()]),
});
/** A policy whose demand is said by its moments. */
export type ProposedPolicy = v.InferOutput<typeof ProposedPolicy>;

/** What a run proposes for a product at a location. */
export const PolicyProposal = v.strictObject({
  ...ItemKey.entries,
  /** Version of the policy that was in force; 0: there was none. */
  policyVersion: index,
  /** Null: the policy stays. */
  policy: v.nullable(ProposedPolicy),
  /** Null: the item's class stays. */
  itemClass: v.nullable(v.strictObject({ abcClass: AbcClass, xyzClass: XyzClass, demandPattern: Line })),
});
/** What a run proposes for a product at a location. */
export type PolicyProposal = v.InferOutput<typeof PolicyProposal>;

/** What ProposePolicies answers: PolicyProposals of what changed, packed; `next` null: there are no more. */
export const PolicyPage = v.strictObject({
  packed: v.string(),
  count: index,
  /** Names the page in idempotency keys. */
  page: v.string(),
  next: v.nullable(ItemKey),
});
/** What ProposePolicies answers. */
export type PolicyPage = v.InferOutput<typeof PolicyPage>;
