import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Day } from '#shared/contracts/instants.ts';
import { Days, NonNegativeQuantity, Quantity } from '#shared/contracts/quantities.ts';
import { Line } from '#shared/contracts/text.ts';

import { AbcClass, ServiceMeasure } from './planning-settings.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Quantiles of demand over an interval, in stock units. */
export const DemandQuantiles = v.strictObject({
  mean: v.number(),
  standardDeviation: v.number(),
  p10: v.number(),
  p50: v.number(),
  p90: v.number(),
  p95: v.number(),
  p99: v.number(),
});
/** Quantiles of demand over an interval, in stock units. */
export type DemandQuantiles = v.InferOutput<typeof DemandQuantiles>;

/** Why a run is made: its night has come, a person asked, or policies changed (levels anew from the forecasts there are). */
export const ForecastRunTrigger = v.picklist(['nightly', 'manual', 'policyChange']);
/** Why a run is made. */
export type ForecastRunTrigger = v.InferOutput<typeof ForecastRunTrigger>;

/** A forecast run was asked for; `asOf` is the first day it does not know. */
export const ForecastRunScheduled = v.strictObject({
  asOf: Day,
  trigger: ForecastRunTrigger,
  /** The run whose failures alone are forecast again. */
  onlyFailedOf: v.optional(v.nullable(Uuid), null),
});
/** A forecast run was asked for. */
export type ForecastRunScheduled = v.InferOutput<typeof ForecastRunScheduled>;

const share = v.nullable(v.number());

/** Accuracy of the items of a class by backtest: weighted by their demand; null where nothing could be compared. */
export const ClassAccuracy = v.strictObject({
  abcClass: AbcClass,
  items: count,
  wape: share,
  bias: share,
  mase: share,
  coverage80: share,
});
/** Accuracy of the items of a class by backtest. */
export type ClassAccuracy = v.InferOutput<typeof ClassAccuracy>;

/** All shards of a run are stored; `sha256` seals them. */
export const ForecastRunCompleted = v.strictObject({
  planned: count,
  failed: count,
  shardHashes: v.pipe(v.array(v.string()), v.maxLength(5000)),
  /** How right earlier forecasts of the items were, by class of value. */
  accuracy: v.optional(v.array(ClassAccuracy), []),
});
/** All shards of a run are stored. */
export type ForecastRunCompleted = v.InferOutput<typeof ForecastRunCompleted>;

/** The inventory policy of a product at a location. */
export const InventoryPolicy = v.strictObject({
  safetyStock: Quantity,
  reorderPoint: NonNegativeQuantity,
  orderUpToLevel: NonNegativeQuantity,
  reviewPeriodDays: Days,
  /** P(no stock-out in an order cycle) that the levels give, whatever the target is a share of. */
  cycleServiceLevel: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
  /** What was wanted; absent in policies from before there was a choice: cycleServiceLevel. */
  serviceMeasure: v.optional(ServiceMeasure),
  serviceTarget: v.optional(v.number()),
  /** Share of units that the levels should serve from stock. */
  expectedFillRate: v.optional(v.nullable(v.number())),
  meanPerDay: v.number(),
  standardDeviationPerDay: v.number(),
  leadTimeDemand: DemandQuantiles,
  protectionDemand: DemandQuantiles,
});
/** The inventory policy of a product at a location. */
export type InventoryPolicy = v.InferOutput<typeof InventoryPolicy>;

/** A policy came into force, from a forecast run or a person. */
export const PolicyAccepted = v.strictObject({
  productId: Uuid,
  locationId: Uuid,
  runId: v.nullable(Uuid),
  before: v.nullable(InventoryPolicy),
  after: InventoryPolicy,
});
/** A policy came into force. */
export type PolicyAccepted = v.InferOutput<typeof PolicyAccepted>;

/** What can be wrong with the stock of a product at a location. */
export const IssueKind = v.picklist([
  'projectedStockout',
  'excess',
  'surplusOrder',
  'deadStock',
  'lateSupplier',
  'priceJump',
  'missingData',
  'bandUntrustworthy',
]);
/** What can be wrong with the stock of a product at a location. */
export type IssueKind = v.InferOutput<typeof IssueKind>;

/** How soon someone should act. */
export const Severity = v.picklist(['urgent', 'soon', 'watch']);
/** How soon someone should act. */
export type Severity = v.InferOutput<typeof Severity>;

/** An issue: its kind, how soon to act, and a few figures or words that say why. */
export const Issue = v.strictObject({
  kind: IssueKind,
  severity: Severity,
  detail: v.record(Line, v.union([v.string(), v.number(), v.null()])),
});
/** An issue of a product at a location. */
export type Issue = v.InferOutput<typeof Issue>;

const issueEvent = { issueId: Uuid, productId: Uuid, locationId: Uuid };

/** An issue was found; the same payload says that it became more (StockIssueWorsened) or less severe (StockIssueEased). */
export const StockIssueDetected = v.strictObject({ ...issueEvent, issue: Issue });
/** An issue was found. */
export type StockIssueDetected = v.InferOutput<typeof StockIssueDetected>;
/** An issue is there no more. */
export const StockIssueResolved = v.strictObject({ ...issueEvent, kind: IssueKind, by: Line });
/** An issue is there no more. */
export type StockIssueResolved = v.InferOutput<typeof StockIssueResolved>;

/** One visible step from the order-up-to level to the recommended quantity. */
export const QuantityStep = v.strictObject({ rule: Line, label: Line, quantity: Quantity });
/** One visible step from the order-up-to level to the recommended quantity. */
export type QuantityStep = v.InferOutput<typeof QuantityStep>;

const recommendationEvent = { productId: Uuid, locationId: Uuid };

/** Something should be ordered; `facts` is what it was computed from. */
export const ReplenishmentRecommended = v.strictObject({
  ...recommendationEvent,
  supplierId: Uuid,
  recommendedQuantity: Quantity,
  steps: v.array(QuantityStep),
  facts: v.unknown(),
});
/** Something should be ordered. */
export type ReplenishmentRecommended = v.InferOutput<typeof ReplenishmentRecommended>;

/** The recommendation became a line of a proposed order. */
export const RecommendationDrafted = v.strictObject({ ...recommendationEvent, purchaseOrderId: Uuid });
/** The recommendation became a line of a proposed order. */
export type RecommendationDrafted = v.InferOutput<typeof RecommendationDrafted>;

/** The facts do not ask for the order any more. */
export const RecommendationWithdrawn = v.strictObject({ ...recommendationEvent, because: Line });
/** The facts do not ask for the order any more. */
export type RecommendationWithdrawn = v.InferOutput<typeof RecommendationWithdrawn>;

/** The order the recommendation went into was decided; after a rejection nothing is recommended until `suppressedUntil`. */
export const RecommendationSettled = v.strictObject({
  ...recommendationEvent,
  purchaseOrderId: Uuid,
  outcome: v.picklist(['ordered', 'rejected', 'cancelled', 'expired', 'superseded']),
  suppressedUntil: v.nullable(Day),
});
/** The order the recommendation went into was decided. */
export type RecommendationSettled = v.InferOutput<typeof RecommendationSettled>;
