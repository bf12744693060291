import { at } from './at.ts';
import type { DailySeries } from './daily-series.ts';
import { dampedTrend } from './damped-trend.ts';
import { weekdayOf } from './day-number.ts';
import { demandPattern, type DemandPattern } from './demand-pattern.ts';
import type { DemandVariance } from './item-forecast.ts';
import { seasonOn } from './season-on.ts';
import { weekdayFactors } from './weekday-factors.ts';
import { yearFactors } from './year-factors.ts';

/** A model of daily demand: (level + damped trend) × weekday × season of the year, with its error. */
export type FittedDemand = {
  readonly pattern: DemandPattern;
  readonly method: string;
  /** Demand per day at the end of the series, weekday and season removed. */
  readonly level: number;
  /** Change of the level on the first day after the series. */
  readonly trend: number;
  readonly weekdays: readonly number[];
  readonly months: readonly number[] | null;
  /** Root mean square of the one-step errors of the last year. */
  readonly standardDeviationPerDay: number;
  /** Of the error of sums of days. */
  readonly variance: DemandVariance;
};

const ERROR_WINDOW_DAYS = 365;
/** Days ahead over which methods are fitted: about a lead time. */
const DAYS_AHEAD = 14;

/** Fits the method of the series' demand pattern. */
export function fitDemand(series: DailySeries): FittedDemand {
  const weekdays = weekdayFactors(series);
  const pattern = demandPattern(series, weekdays);
  const months = yearFactors(series, weekdays);
  const { open, factors } = withoutSeason(series, weekdays, months);
  const openShare = weekdays.filter((factor) => factor > 0).length / 7;
  const openDaysAhead = Math.max(1, Math.round(DAYS_AHEAD * openShare));
  const seasons = `${hasShape(weekdays) ? '-weekday' : ''}${months === null ? '' : '-month'}`;
  const fit = dampedTrend(open, openDaysAhead);
  const standardDeviationPerDay = dailyError(series, factors, fit);
  return {
    pattern,
    weekdays,
    months,
    method: `${fit.trend === 0 ? 'exponential-smoothing' : 'damped-trend'}${seasons}`,
    level: Math.max(0, fit.level),
    trend: fit.trend * openShare,
    standardDeviationPerDay,
    variance: varianceOf(standardDeviationPerDay ** 2, fit.aheadVariance),
  };
}

/** Uncertainty of the level = what the error of the mean of the days ahead has beyond the daily noise. */
function varianceOf(ofDay: number, aheadVariance: number): DemandVariance {
  return { perDay: ofDay, ofLevel: Math.max(0, aheadVariance - ofDay / DAYS_AHEAD) };
}

/** Known demand of the open days ÷ their factor, and the factor of every day. */
function withoutSeason(
  series: DailySeries,
  weekdays: readonly number[],
  months: readonly number[] | null,
): { readonly open: Float64Array; readonly factors: Float64Array } {
  const { values, known, firstDay } = series;
  const open = new Float64Array(values.length);
  const factors = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i += 1) {
    const factor = at(weekdays, weekdayOf(firstDay + i)) * seasonOn(firstDay + i, months);
    factors[i] = factor;
    if (factor <= 0 || known[i] !== 1) continue;
    open[count] = at(values, i) / factor;
    count += 1;
  }
  return { open: open.subarray(0, count), factors };
}

function hasShape(weekdays: readonly number[]): boolean {
  return weekdays.some((factor) => factor !== 1);
}

/** Root mean square over the last year of demand − level as then known × factor, on known days. */
function dailyError(
  { values, known }: DailySeries,
  factors: Float64Array,
  { level, alpha }: { readonly level: number; readonly alpha: number },
): number {
  const start = Math.max(0, values.length - ERROR_WINDOW_DAYS);
  let smoothed = level;
  let squares = 0;
  let count = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (known[i] !== 1) continue;
    const factor = at(factors, i);
    const error = at(values, i) - smoothed * factor;
    if (i >= start) {
      squares += error * error;
      count += 1;
    }
    if (factor > 0) smoothed += alpha * (error / factor);
  }
  return Math.sqrt(squares / Math.max(1, count));
}
