import type { DemandPath, DemandShape } from './daily-means.ts';
import type { DemandPattern } from './demand-pattern.ts';

/** Demand summed over an interval, in stock units; quantiles rise from p10 to p99. */
export type DemandDistribution = {
  readonly mean: number;
  readonly standardDeviation: number;
  /** Whole units that come seldom: a count, not a measure. */
  readonly isCount: boolean;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
};

/**
 * Error of forecasts made at earlier days from what was known then, on sums of seven days (of whole months for monthly
 * demand): wape = Σ|F − A| ÷ ΣA, bias = Σ(F − A) ÷ ΣA, mase = mean |F − A| ÷ mean |A(week) − A(week before)| before the
 * backtest; coverage80 is the share of running sums since an origin inside p10 to p90. Null where a divisor is 0.
 */
export type ForecastAccuracy = {
  readonly wape: number | null;
  readonly bias: number | null;
  readonly mase: number | null;
  readonly coverage80: number;
  /** Days that were forecast and compared. */
  readonly days: number;
};

/** A method that was tried on the same past, and its error there. */
export type Contender = { readonly method: string; readonly wape: number | null };

/** A single day far above what it should have been: a bulk order, a typing error. */
export type Outlier = { readonly day: string; readonly quantity: number; readonly takenAs: number };

/** What of the history was not taken as it stands; counts are of days. */
export type HistoryExclusions = {
  readonly daysWithoutStock: number;
  readonly demandEventDays: number;
  readonly excludedDays: number;
  /** Days at or after the day of the forecast. */
  readonly unfinishedDays: number;
  /** The largest ones, at most 10. */
  readonly outliers: readonly Outlier[];
};

/** Variance of the demand of d days together: d · perDay + d² · ofLevel, the correction by the backtest inside. */
export type DemandVariance = { readonly perDay: number; readonly ofLevel: number };

/** Length of the periods in which the history comes. */
export type Grain = 'day' | 'week' | 'month';

/** A forecast of one product's demand from `asOf` on. */
export type Forecast = DemandShape & {
  readonly kind: 'forecast';
  readonly demandPattern: DemandPattern;
  readonly method: string;
  readonly grain: Grain;
  readonly standardDeviationPerDay: number;
  /** Mean of the same 28 days as `meanPerDay`, without demand events and overrides. */
  readonly baselinePerDay: number;
  readonly yearFactors: readonly number[] | null;
  readonly calendar: NonNullable<DemandShape['calendar']>;
  /** The 28 days of `meanPerDay`, where a learned model was joined. */
  readonly path: DemandPath | null;
  readonly variance: DemandVariance;
  /** Over the lead time from `asOf` on, the lead time's own spread included. */
  readonly leadTimeDemand: DemandDistribution;
  /** Over lead time and review period. */
  readonly protectionDemand: DemandDistribution;
  /** Standard deviation ÷ mean of the weekly demand of the last year. */
  readonly coefficientOfVariation: number;
  /** Units of the last 365 days; with a like item, those to expect of such a product. */
  readonly demandLastYear: number;
  readonly accuracy: ForecastAccuracy | null;
  /** At most four, the one used first. */
  readonly contenders: readonly Contender[];
  /** How much of the differences between weekdays and between months is season, 0 to 1. */
  readonly seasonality: { readonly week: number; readonly year: number };
  readonly exclusions: HistoryExclusions;
  /** Share at which another product's history is taken for this one's; null: the history is its own. */
  readonly likeShare: number | null;
  readonly historyDays: number;
};

/** Too few days to tell demand from chance. */
export type NotEnoughHistory = {
  readonly kind: 'not-enough-history';
  readonly historyDays: number;
  readonly needDays: number;
  /** For people: what is missing, and what helps. */
  readonly reason: string;
};

/** A product's forecast, or why there is none. */
export type ItemForecast = Forecast | NotEnoughHistory;
