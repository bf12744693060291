import { at } from './at.ts';
import { TREND_DAMPING } from './damped-trend.ts';
import { dayNumber, weekdayOf } from './day-number.ts';
import { seasonOn } from './season-on.ts';

/** Coming days whose demand people know better; both days belong to it, `to` null: without end. */
export type CalendarEntry = {
  readonly from: string;
  readonly to: string | null;
  /** On the forecast of each day; null: `perDay` is set. */
  readonly factor: number | null;
  /** Stock units a day in place of the forecast. */
  readonly perDay: number | null;
};

/** Means of single days from `from` on that no mean, trend and factors tell; demand events and overrides are in them. */
export type DemandPath = { readonly from: string; readonly means: readonly number[] };

/** What of a forecast gives the mean demand of each coming day. */
export type DemandShape = {
  /** Mean of the 28 days from `asOf` on, stock units per day, demand events and overrides included. */
  readonly meanPerDay: number;
  /** The same mean without demand events and overrides; absent: there are none. */
  readonly baselinePerDay?: number;
  /** Change of the mean on the first day; it fades by 2 % a day. */
  readonly trendPerDay: number;
  /** Monday first, mean 1. */
  readonly weekdayFactors: readonly number[];
  /** January first, mean 1; null or absent: the year has no season. */
  readonly yearFactors?: readonly number[] | null;
  /** Future demand events and overrides; a day is in one entry at most. */
  readonly calendar?: readonly CalendarEntry[];
  /** Holds on its days in place of all else; null or absent: there is none. */
  readonly path?: DemandPath | null;
};

/** Days over which `meanPerDay` is a mean: whole weeks, about a month. */
export const MEAN_WINDOW_DAYS = 28;

/**
 * Expected demand of each day from `asOf` on, stock units: (mean + damped trend) × weekday × season of the year, times
 * the factor of a demand event or override, or the override's own figure; on the days of a path that of the path.
 */
export function dailyMeans(shape: DemandShape, asOf: string, days: number): Float64Array {
  const means = usualMeans(shape, asOf, days);
  plannedDays(shape.calendar ?? [], { asOf, days }, (i, { perDay, factor }) => {
    means[i] = perDay ?? at(means, i) * (factor ?? 1);
  });
  const { path } = shape;
  if (path === undefined || path === null) return means;
  const passed = dayNumber(asOf) - dayNumber(path.from);
  for (let i = Math.max(0, -passed); i < Math.min(days, path.means.length - passed); i += 1)
    means[i] = at(path.means, passed + i);
  return means;
}

/** Visits each of the days from `asOf` on that is in the calendar, by its index. */
export function plannedDays(
  calendar: readonly CalendarEntry[],
  { asOf, days }: { readonly asOf: string; readonly days: number },
  visit: (index: number, entry: CalendarEntry) => void,
): void {
  const first = dayNumber(asOf);
  for (const entry of calendar) {
    const end = entry.to === null ? days : Math.min(days, dayNumber(entry.to) - first + 1);
    for (let i = Math.max(0, dayNumber(entry.from) - first); i < end; i += 1) visit(i, entry);
  }
}

/** The same without demand events, overrides and path. */
export function usualMeans(shape: DemandShape, asOf: string, days: number): Float64Array {
  const first = dayNumber(asOf);
  const months = shape.yearFactors ?? null;
  const { trendFactor, season } = windowMeans(asOf, months);
  const level = (shape.baselinePerDay ?? shape.meanPerDay) - shape.trendPerDay * trendFactor;
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
    trendFactor += grown;
    season += seasonOn(first + i, months);
  }
  return { trendFactor: trendFactor / MEAN_WINDOW_DAYS, season: season / MEAN_WINDOW_DAYS };
}
