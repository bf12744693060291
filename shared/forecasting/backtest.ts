import { at } from './at.ts';
import { dailyMeans } from './daily-means.ts';
import { truncateSeries, type DailySeries } from './daily-series.ts';
import { dayOf } from './day-number.ts';
import { demandQuantile } from './demand-quantile.ts';
import { fitDemand } from './fit-demand.ts';
import { shapeOf } from './shape-of.ts';
import type { ForecastAccuracy } from './item-forecast.ts';
import { mean, sum } from './sum.ts';

/** What the backtest found: the accuracy to report, and how the error of the sums compares with the formula's. */
export type Backtest = { readonly accuracy: ForecastAccuracy; readonly varianceRatio: number };

const WEEK = 7;
const ORIGINS = 10;
const FEWEST_TRAINING_DAYS = 56;
const LONGEST_HORIZON_WEEKS = 4;

/**
 * Forecasts made at ten earlier days, a week apart, from the past only, compared with what came; null where less than
 * eight weeks lie before the first of them.
 * Source: rolling forecasting origin, FPP3 section 5.10.
 */
export function backtest(series: DailySeries, horizonDays: number): Backtest | null {
  const weeks = Math.max(1, Math.min(LONGEST_HORIZON_WEEKS, Math.round(horizonDays / WEEK)));
  const length = series.values.length;
  const firstOrigin = length - (ORIGINS - 1 + weeks) * WEEK;
  if (firstOrigin < FEWEST_TRAINING_DAYS) return null;
  const found = { errors: [] as number[], actuals: [] as number[], inside: 0, checks: 0, ratio: 0 };
  for (let k = 0; k < ORIGINS; k += 1) {
    const origin = firstOrigin + k * WEEK;
    const one = backtestFrom(series, origin, weeks);
    found.errors.push(...one.errors);
    found.actuals.push(...one.actuals);
    found.inside += one.inside;
    found.checks += weeks;
    found.ratio += one.squaredErrorRatio / ORIGINS;
  }
  const total = sum(found.actuals);
  const naive = meanWeeklyChange(series.values, firstOrigin);
  const absolute = sum(found.errors.map((error) => Math.abs(error)));
  const accuracy = {
    wape: total > 0 ? absolute / total : null,
    bias: total > 0 ? sum(found.errors) / total : null,
    mase: naive > 0 ? absolute / found.errors.length / naive : null,
    coverage80: found.inside / found.checks,
    days: found.errors.length * WEEK,
  };
  return { accuracy, varianceRatio: found.ratio };
}

type Origin = {
  readonly errors: readonly number[];
  readonly actuals: readonly number[];
  readonly inside: number;
  /** Squared error of the whole horizon ÷ its variance by formula. */
  readonly squaredErrorRatio: number;
};

function backtestFrom(series: DailySeries, origin: number, weeks: number): Origin {
  const fit = fitDemand(truncateSeries(series, origin));
  const asOf = dayOf(series.firstDay + origin);
  const expected = dailyMeans(shapeOf(fit, asOf), asOf, weeks * WEEK);
  const errors: number[] = [];
  const actuals: number[] = [];
  let inside = 0;
  let runningMean = 0;
  let runningActual = 0;
  let variance = 0;
  for (let week = 0; week < weeks; week += 1) {
    const start = week * WEEK;
    const forecast = sum(expected.subarray(start, start + WEEK));
    const actual = sum(series.values.subarray(origin + start, origin + start + WEEK));
    errors.push(forecast - actual);
    actuals.push(actual);
    runningMean += forecast;
    runningActual += actual;
    variance = fit.varianceOfSum(start + WEEK);
    const isCount = series.areWholeUnits && (fit.pattern === 'intermittent' || fit.pattern === 'lumpy');
    const demand = { mean: runningMean, standardDeviation: Math.sqrt(variance), isCount };
    // A band without width holds what equals it but for rounding.
    const slack = 1e-9 * runningMean;
    const isAbove = runningActual >= demandQuantile(demand, 0.1) - slack;
    inside += isAbove && runningActual <= demandQuantile(demand, 0.9) + slack ? 1 : 0;
  }
  const squaredErrorRatio = variance > 0 ? (runningMean - runningActual) ** 2 / variance : 1;
  return { errors, actuals, inside, squaredErrorRatio };
}

/** Mean absolute difference between a week and the one before, over the whole weeks that end at `end`. */
function meanWeeklyChange(values: Float64Array, end: number): number {
  const weekly: number[] = [];
  for (let start = end - WEEK; start >= 0; start -= WEEK)
    weekly.push(sum(values.subarray(start, start + WEEK)));
  return mean(weekly.slice(1).map((week, i) => Math.abs(week - at(weekly, i))));
}
