import type { DemandShape } from './daily-means.ts';
import type { DemandPattern } from './demand-pattern.ts';

/** Demand summed over an interval, in stock units; quantiles rise from p10 to p99. */
export type DemandDistribution = {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  /** The quantile of the wanted cycle service level. */
  readonly atServiceLevel: number;
};

/**
 * Error of forecasts made at earlier days from what was known then, on sums of seven days: wape = Σ|F − A| ÷ ΣA,
 * bias = Σ(F − A) ÷ ΣA, mase = mean |F − A| ÷ mean |A(week) − A(week before)| before the backtest; coverage80 is the
 * share of running sums since an origin inside p10 to p90. Null where a divisor is 0.
 */
export type ForecastAccuracy = {
  readonly wape: number | null;
  readonly bias: number | null;
  readonly mase: number | null;
  readonly coverage80: number;
  /** Days that were forecast and compared. */
  readonly days: number;
};

/** A forecast of one product's demand from `asOf` on. */
export type Forecast = DemandShape & {
  readonly kind: 'forecast';
  readonly demandPattern: DemandPattern;
  readonly method: string;
  readonly standardDeviationPerDay: number;
  /** Over the lead time from `asOf` on, the lead time's own spread included. */
  readonly leadTimeDemand: DemandDistribution;
  /** Over lead time and review period. */
  readonly protectionDemand: DemandDistribution;
  readonly accuracy: ForecastAccuracy | null;
  readonly historyDays: number;
};

/** Too few days to tell demand from chance. */
type NotEnoughHistory = {
  readonly kind: 'not-enough-history';
  readonly historyDays: number;
  readonly needDays: number;
};

export type ItemForecast = Forecast | NotEnoughHistory;
