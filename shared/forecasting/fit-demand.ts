import { at } from './at.ts';
import type { DailySeries } from './daily-series.ts';
import { dampedTrend } from './damped-trend.ts';
import { weekdayOf } from './day-number.ts';
import { demandPattern, type DemandPattern } from './demand-pattern.ts';
import { intermittentMean } from './intermittent-mean.ts';
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
  /** Variance of the sum over some days ÷ variance of one day. */
  readonly varianceOfSum: (days: number) => number;
};

const ERROR_WINDOW_DAYS = 365;

/** Fits the method of the series' demand pattern. */
export function fitDemand(series: DailySeries): FittedDemand {
  const weekdays = weekdayFactors(series);
  const pattern = demandPattern(series, weekdays);
  const isSeldom = pattern === 'intermittent' || pattern === 'lumpy';
  const months = isSeldom ? null : yearFactors(series, weekdays);
  const { open, factors } = withoutSeason(series, weekdays, months);
  const seasons = `${hasShape(weekdays) ? '-weekday' : ''}${months === null ? '' : '-month'}`;
  const shape = { pattern, weekdays, months };
  if (isSeldom) {
    const { level, alpha } = intermittentMean(open);
    const standardDeviationPerDay = errorOf(series, factors, () => level);
    const varianceOfSum = (days: number): number => days + days ** 2 * (alpha / (2 - alpha));
    return { ...shape, method: `tsb${seasons}`, level, trend: 0, standardDeviationPerDay, varianceOfSum };
  }
  const { level, trend, alpha } = dampedTrend(open);
  const openShare = weekdays.filter((factor) => factor > 0).length / 7;
  const method = `${trend === 0 ? 'exponential-smoothing' : 'damped-trend'}${seasons}`;
  let smoothed = at(open, 0);
  const standardDeviationPerDay = errorOf(series, factors, (value, factor) => {
    const expected = smoothed;
    if (factor > 0) smoothed += alpha * (value / factor - smoothed);
    return expected;
  });
  return {
    ...shape,
    method,
    level,
    trend: trend * openShare,
    standardDeviationPerDay,
    varianceOfSum: (days) =>
      days + alpha * days * (days - 1) + (alpha ** 2 * days * (days - 1) * (2 * days - 1)) / 6,
  };
}

/** Demand of the open days ÷ their factor, and the factor of every day. */
function withoutSeason(
  series: DailySeries,
  weekdays: readonly number[],
  months: readonly number[] | null,
): { readonly open: Float64Array; readonly factors: Float64Array } {
  const { values, firstDay } = series;
  const open = new Float64Array(values.length);
  const factors = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i += 1) {
    const factor = at(weekdays, weekdayOf(firstDay + i)) * seasonOn(firstDay + i, months);
    factors[i] = factor;
    if (factor <= 0) continue;
    open[count] = at(values, i) / factor;
    count += 1;
  }
  return { open: open.subarray(0, count), factors };
}

function hasShape(weekdays: readonly number[]): boolean {
  return weekdays.some((factor) => factor !== 1);
}

/** Root mean square over the last year of demand − expected level × factor. */
function errorOf(
  series: DailySeries,
  factors: Float64Array,
  expectedLevel: (value: number, factor: number) => number,
): number {
  const { values } = series;
  const start = Math.max(0, values.length - ERROR_WINDOW_DAYS);
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    const error = at(values, i) - expectedLevel(at(values, i), at(factors, i)) * at(factors, i);
    if (i >= start) squares += error * error;
  }
  return Math.sqrt(squares / Math.max(1, values.length - start));
}
