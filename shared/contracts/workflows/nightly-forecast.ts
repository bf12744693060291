/** What passes between the states of nightly-forecast. */
import * as v from 'valibot';

import { InventoryPolicy } from '#shared/contracts/events/planning.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { Day } from '#shared/contracts/instants.ts';

const run = { tenantId: Uuid, runId: Uuid };
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const numbers = (length: number) => v.pipe(v.array(v.number()), v.length(length));

/** A product at a location. */
export const ItemKey = v.strictObject({ productId: Uuid, locationId: Uuid });
/** A product at a location. */
export type ItemKey = v.InferOutput<typeof ItemKey>;

/** Tasks of usage-analyser. */
export const UsageAnalyserTask = v.variant('task', [
  /** `asOf` absent: the tenant's present day. */
  v.strictObject({ task: v.literal('plan-shards'), ...run, asOf: v.optional(v.nullable(Day), null) }),
  v.strictObject({ task: v.literal('forecast-shard'), ...run, asOf: Day, shard: index, shards: index }),
  /** `cursor`: the `next` of the page before; null: the first page. */
  v.strictObject({
    task: v.literal('propose-policies'),
    ...run,
    cursor: v.optional(v.nullable(ItemKey), null),
  }),
]);
/** Tasks of usage-analyser. */
export type UsageAnalyserTask = v.InferOutput<typeof UsageAnalyserTask>;

/** What PlanShards answers: shard s of n holds the products whose hash leaves s when divided by n. */
export const ShardPlan = v.strictObject({
  asOf: Day,
  shards: v.array(v.strictObject({ shard: index, shards: index })),
});
/** What PlanShards answers. */
export type ShardPlan = v.InferOutput<typeof ShardPlan>;

/**
 * A forecast without the names of its figures, so that a shard's fit into a workflow's state; figures to five digits.
 * `expandForecast` of shared/forecasting/forecast-row.ts gives it its names back.
 */
export const ForecastRow = v.strictTuple([
  Uuid,
  Uuid,
  /** Demand pattern and method. */
  v.string(),
  v.string(),
  /** Mean, trend and standard deviation per day; days of history. */
  numbers(4),
  /** Weekday factors, Monday first. */
  numbers(7),
  /** Month factors, January first. */
  v.nullable(numbers(12)),
  /** Lead-time demand: mean, standard deviation, p10, p50, p90, p95, p99, quantile of the service level. */
  numbers(8),
  /** Demand over lead time and review period, likewise. */
  numbers(8),
  /** wape, bias, mase, coverage80, days compared. */
  v.nullable(v.pipe(v.array(v.nullable(v.number())), v.length(5))),
]);
/** A forecast without the names of its figures. */
export type ForecastRow = v.InferOutput<typeof ForecastRow>;

/** A product that could not be forecast, and why. */
export const ForecastFailure = v.strictObject({ ...ItemKey.entries, reason: v.string() });
/** A product that could not be forecast, and why. */
export type ForecastFailure = v.InferOutput<typeof ForecastFailure>;

/** What ForecastShard answers; `sha256` is that of the canonical JSON of `{ forecasts, failures }`. */
export const ShardForecast = v.strictObject({
  runId: Uuid,
  shard: index,
  forecasts: v.array(ForecastRow),
  failures: v.array(ForecastFailure),
  sha256: v.string(),
});
/** What ForecastShard answers. */
export type ShardForecast = v.InferOutput<typeof ShardForecast>;

/** New levels of a product at a location. */
export const PolicyProposal = v.strictObject({ ...ItemKey.entries, policy: InventoryPolicy });
/** New levels of a product at a location. */
export type PolicyProposal = v.InferOutput<typeof PolicyProposal>;

/** What ProposePolicies answers: the policies of a page that changed materially; `next` null: it was the last page. */
export const PolicyPage = v.strictObject({ items: v.array(PolicyProposal), next: v.nullable(ItemKey) });
/** What ProposePolicies answers. */
export type PolicyPage = v.InferOutput<typeof PolicyPage>;
