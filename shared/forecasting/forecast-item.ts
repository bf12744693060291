import { at } from './at.ts';
import { backtest } from './backtest.ts';
import { dailyMeans, type DemandShape } from './daily-means.ts';
import { dailySeries, type DemandDay } from './daily-series.ts';
import { demandQuantile } from './demand-quantile.ts';
import { fitDemand, type FittedDemand } from './fit-demand.ts';
import type { DemandDistribution, ItemForecast } from './item-forecast.ts';
import { shapeOf } from './shape-of.ts';
import { sum } from './sum.ts';

/** What a forecast of one product is computed from. */
export type ForecastInput = {
  /**
   * Complete days only; days missing between the first and the last row had no demand. Whoever knows that nothing
   * was sold since the last row adds a row of 0 for the last complete day.
   */
  readonly history: readonly DemandDay[];
  /** First day of the forecast; its own demand is not read, because the day is not over. */
  readonly asOf: string;
  readonly leadTimeDays: { readonly mean: number; readonly standardDeviation: number };
  readonly reviewPeriodDays: number;
  /** Wanted probability of no stock-out in an order cycle, 0 to 1. */
  readonly cycleServiceLevel: number;
};

/** Four of each weekday. */
const NEED_DAYS = 28;

/** Forecasts one product's demand, per day and over the lead time and the protection interval, with its error. */
export function forecastItem(input: ForecastInput): ItemForecast {
  const series = dailySeries(input.history, input.asOf);
  const historyDays = series.values.length;
  if (historyDays < NEED_DAYS) return { kind: 'not-enough-history', historyDays, needDays: NEED_DAYS };
  const fit = fitDemand(series);
  const shape = shapeOf(fit, input.asOf);
  const tested = backtest(series, input.leadTimeDays.mean);
  const isCount = series.areWholeUnits && (fit.pattern === 'intermittent' || fit.pattern === 'lumpy');
  const context = {
    input,
    fit,
    shape,
    isCount,
    varianceFactor: varianceFactorOf(tested?.varianceRatio ?? 1),
  };
  return {
    kind: 'forecast',
    ...shape,
    demandPattern: fit.pattern,
    method: fit.method,
    standardDeviationPerDay: fit.standardDeviationPerDay,
    leadTimeDemand: demandOver(input.leadTimeDays.mean, context),
    protectionDemand: demandOver(input.leadTimeDays.mean + input.reviewPeriodDays, context),
    accuracy: tested?.accuracy ?? null,
    historyDays,
  };
}

/** Half formula, half backtest; a handful of origins may not move the variance by more than 4 either way. */
function varianceFactorOf(ratio: number): number {
  return (1 + Math.min(4, Math.max(0.25, ratio))) / 2;
}

type Context = {
  readonly input: ForecastInput;
  readonly fit: FittedDemand;
  readonly shape: DemandShape;
  readonly isCount: boolean;
  readonly varianceFactor: number;
};

/**
 * Demand over `days` from `asOf`: mean Σ of the daily means, variance = variance of the sum + d̄² · σ²(lead time).
 * Source: Silver, Pyke, Thomas, "Inventory and Production Management in Supply Chains", section 6.10.
 */
function demandOver(
  days: number,
  { input, fit, shape, isCount, varianceFactor }: Context,
): DemandDistribution {
  const whole = Math.floor(days);
  const means = dailyMeans(shape, input.asOf, whole + 1);
  const mean = sum(means.subarray(0, whole)) + at(means, whole) * (days - whole);
  const perDay = days > 0 ? mean / days : 0;
  const ofDemand = fit.varianceOfSum(days) * varianceFactor;
  const ofLeadTime = (perDay * input.leadTimeDays.standardDeviation) ** 2;
  const standardDeviation = Math.sqrt(Math.max(0, ofDemand) + ofLeadTime);
  const demand = { mean, standardDeviation, isCount };
  return {
    mean,
    standardDeviation,
    p10: demandQuantile(demand, 0.1),
    p50: demandQuantile(demand, 0.5),
    p90: demandQuantile(demand, 0.9),
    p95: demandQuantile(demand, 0.95),
    p99: demandQuantile(demand, 0.99),
    atServiceLevel: demandQuantile(demand, input.cycleServiceLevel),
  };
}
