import { at } from './at.ts';
import { dailyMeans } from './daily-means.ts';
import { knownDays, truncateSeries, type DailySeries } from './daily-series.ts';
import { dayOf } from './day-number.ts';
import { demandQuantile } from './demand-quantile.ts';
import { fitDemand, type FittedDemand } from './fit-demand.ts';
import { simpleLevels, type SimpleMethod } from './history/simple-levels.ts';
import { shapeOf } from './shape-of.ts';
import type { Contender, ForecastAccuracy } from './item-forecast.ts';
import { mean, sum } from './sum.ts';

/** What the backtest found: the accuracy to report, and how the error of the sums compares with the formula's. */
export type Backtest = {
  readonly accuracy: ForecastAccuracy;
  readonly varianceRatio: number;
  /** Methods that would have been simpler, with their errors on the same sums. */
  readonly contenders: readonly Contender[];
};

const WEEK = 7;
const ORIGINS = 10;
const FEWEST_TRAINING_DAYS = 56;
const LONGEST_HORIZON_WEEKS = 4;

/**
 * Forecasts made at ten earlier days, a week apart, from the past only, compared with what came on known days; null
 * where less than eight weeks lie before the first of them.
 * Source: rolling forecasting origin, FPP3 section 5.10.
 */
export function backtest(series: DailySeries, horizonDays: number): Backtest | null {
  const weeks = Math.max(1, Math.min(LONGEST_HORIZON_WEEKS, Math.round(horizonDays / WEEK)));
  const firstOrigin = series.values.length - (ORIGINS - 1 + weeks) * WEEK;
  if (firstOrigin < FEWEST_TRAINING_DAYS) return null;
  if (knownDays(truncateSeries(series, firstOrigin)) < FEWEST_TRAINING_DAYS / 2) return null;
  const origins = Array.from({ length: ORIGINS }, (_, k) =>
    backtestFrom(series, firstOrigin + k * WEEK, weeks),
  );
  const found = origins.flatMap((one) => one.weeks);
  const total = sum(found.map(({ actual }) => actual));
  if (found.length === 0) return null;
  const errors = found.map(({ actual, expected }) => expected - actual);
  const absolute = sum(errors.map((error) => Math.abs(error)));
  const naive = meanWeeklyChange(series, firstOrigin);
  const accuracy = {
    wape: total > 0 ? absolute / total : null,
    bias: total > 0 ? sum(errors) / total : null,
    mase: naive > 0 ? absolute / found.length / naive : null,
    coverage80: mean(found.map(({ isInside }) => (isInside ? 1 : 0))),
    days: sum(found.map(({ days }) => days)),
  };
  const contenders = SIMPLE_METHODS.map((method) => ({
    method,
    wape: total > 0 ? sum(found.map((week) => Math.abs(week.simple[method] - week.actual))) / total : null,
  }));
  return { accuracy, contenders, varianceRatio: mean(origins.map((one) => one.squaredErrorRatio)) };
}

const SIMPLE_METHODS: readonly SimpleMethod[] = ['simple-smoothing', 'mean-of-28-days', 'same-as-last-week'];

type Week = {
  readonly days: number;
  readonly expected: number;
  readonly actual: number;
  readonly simple: Readonly<Record<SimpleMethod, number>>;
  /** The demand since the origin lies inside p10 to p90. */
  readonly isInside: boolean;
};

type Origin = {
  readonly weeks: readonly Week[];
  /** Squared error of the whole horizon ÷ its variance by formula. */
  readonly squaredErrorRatio: number;
};

function backtestFrom(series: DailySeries, origin: number, weeks: number): Origin {
  const past = truncateSeries(series, origin);
  const fit = fitDemand(past);
  const levels = simpleLevels(past, fit.weekdays);
  const asOf = dayOf(series.firstDay + origin);
  const means = dailyMeans(shapeOf(fit, asOf), asOf, weeks * WEEK);
  const shares = dailyMeans(
    { meanPerDay: 1, trendPerDay: 0, weekdayFactors: fit.weekdays },
    asOf,
    weeks * WEEK,
  );
  const isCount = isCountOf(series, fit);
  const running = { days: 0, expected: 0, actual: 0 };
  const found: Week[] = [];
  let variance = 0;
  for (let week = 0; week < weeks; week += 1) {
    const start = week * WEEK;
    const one = { days: 0, expected: 0, actual: 0, share: 0 };
    for (let i = start; i < start + WEEK; i += 1) {
      if (series.known[origin + i] !== 1) continue;
      one.days += 1;
      one.expected += at(means, i);
      one.actual += at(series.values, origin + i);
      one.share += at(shares, i);
    }
    if (one.days === 0) continue;
    running.days += one.days;
    running.expected += one.expected;
    running.actual += one.actual;
    variance = running.days * fit.variance.perDay + running.days ** 2 * fit.variance.ofLevel;
    found.push({
      days: one.days,
      expected: one.expected,
      actual: one.actual,
      simple: {
        'simple-smoothing': levels['simple-smoothing'] * one.share,
        'mean-of-28-days': levels['mean-of-28-days'] * one.share,
        'same-as-last-week': levels['same-as-last-week'] * one.share,
      },
      isInside: isInside(running, variance, isCount),
    });
  }
  const squaredErrorRatio = variance > 0 ? (running.expected - running.actual) ** 2 / variance : 1;
  return { weeks: found, squaredErrorRatio };
}

/** Whether demand comes in single units: whole ones that come seldom. */
export function isCountOf({ areWholeUnits }: DailySeries, { pattern }: FittedDemand): boolean {
  return areWholeUnits && (pattern === 'intermittent' || pattern === 'lumpy');
}

function isInside(
  { expected, actual }: { readonly expected: number; readonly actual: number },
  variance: number,
  isCount: boolean,
): boolean {
  const demand = { mean: expected, standardDeviation: Math.sqrt(variance), isCount };
  // A band without width holds what equals it but for rounding.
  const slack = 1e-9 * expected;
  return actual >= demandQuantile(demand, 0.1) - slack && actual <= demandQuantile(demand, 0.9) + slack;
}

/** Mean absolute difference between a week and the one before, over the wholly known weeks that end at `end`. */
function meanWeeklyChange({ values, known }: DailySeries, end: number): number {
  const changes: number[] = [];
  let after: number | null = null;
  for (let start = end - WEEK; start >= 0; start -= WEEK) {
    const isKnown = known.subarray(start, start + WEEK).every((day) => day === 1);
    const total = isKnown ? sum(values.subarray(start, start + WEEK)) : null;
    if (total !== null && after !== null) changes.push(Math.abs(after - total));
    after = total;
  }
  return mean(changes);
}
