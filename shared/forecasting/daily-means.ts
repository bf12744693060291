import { at } from './at.ts';
import { TREND_DAMPING } from './damped-trend.ts';
import { dayNumber, weekdayOf } from './day-number.ts';
import { seasonOn } from './season-on.ts';

/** What of a forecast gives the mean demand of each coming day. */
export type DemandShape = {
  /** Mean of the 28 days from `asOf` on, stock units per day. */
  readonly meanPerDay: number;
  /** Change of the mean on the first day; it fades by 2 % a day. */
  readonly trendPerDay: number;
  /** Monday first, mean 1. */
  readonly weekdayFactors: readonly number[];
  /** January first, mean 1; null or absent: the year has no season. */
  readonly yearFactors?: readonly number[] | null;
};

/** Days over which `meanPerDay` is a mean: whole weeks, about a month. */
export const MEAN_WINDOW_DAYS = 28;

/** Expected demand of each day from `asOf` on, stock units: (mean + damped trend) × weekday × season of the year. */
export function dailyMeans(shape: DemandShape, asOf: string, days: number): Float64Array {
  const first = dayNumber(asOf);
  const months = shape.yearFactors ?? null;
  const { trendFactor, season } = windowMeans(asOf, months);
  const level = shape.meanPerDay - shape.trendPerDay * trendFactor;
  const means = new Float64Array(days);
  let grown = 0;
  for (let i = 0; i < days; i += 1) {
    grown += TREND_DAMPING ** (i + 1);
    const factor = (at(shape.weekdayFactors, weekdayOf(first + i)) * seasonOn(first + i, months)) / season;
    means[i] = Math.max(0, (level + shape.trendPerDay * grown) * factor);
  }
  return means;
}

/** Over the window of `meanPerDay`: how much of the trend has come on average, and the mean season. */
export function windowMeans(
  asOf: string,
  months: readonly number[] | null,
): { readonly trendFactor: number; readonly season: number } {
  const first = dayNumber(asOf);
  let grown = 0;
  let trendFactor = 0;
  let season = 0;
  for (let i = 0; i < MEAN_WINDOW_DAYS; i += 1) {
    grown += TREND_DAMPING ** (i + 1);
    trendFactor += grown / MEAN_WINDOW_DAYS;
    season += seasonOn(first + i, months) / MEAN_WINDOW_DAYS;
  }
  return { trendFactor, season };
}
