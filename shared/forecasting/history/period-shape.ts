import { at } from '#shared/forecasting/at.ts';
import { TREND_DAMPING } from '#shared/forecasting/damped-trend.ts';
import { MEAN_WINDOW_DAYS, windowMeans } from '#shared/forecasting/daily-means.ts';
import { dayNumber, yearPosition } from '#shared/forecasting/day-number.ts';
import type { BaselineShape } from '#shared/forecasting/shape-of.ts';
import { mean } from '#shared/forecasting/sum.ts';

import { midMonthFactors } from './mid-month-factors.ts';
import type { WholePeriods } from './whole-periods.ts';

const YEAR_DAYS = 365;
const DAY_MS = 86_400_000;
/** Days by which a trend is told: about a quarter. */
const TREND_WINDOW_DAYS = 91;
const EVEN_WEEK = [1, 1, 1, 1, 1, 1, 1];

/** Expected demand of each day of the coming year: that of its period, evenly. */
export function dailyFromPeriods(
  means: Float64Array,
  { grain, starts }: WholePeriods,
  asOf: string,
): Float64Array {
  const today = dayNumber(asOf);
  const next = starts.at(-1) ?? today;
  const indexOf = (day: number): number =>
    grain === 'week' ? Math.floor((day - next) / 7) : monthsSince1970(day) - monthsSince1970(next);
  // Where nothing was known for long, the forecast stands still.
  const skipped = Math.max(0, indexOf(today) - 1);
  return Float64Array.from({ length: YEAR_DAYS }, (_, i) => {
    const period = Math.min(means.length - 1, indexOf(today + i) - skipped);
    return at(means, period) / (grain === 'week' ? 7 : daysOfMonth(today + i));
  });
}

function daysOfMonth(day: number): number {
  const date = new Date(day * DAY_MS);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

function monthsSince1970(day: number): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Level and damped trend that have the same mean in the next four weeks and in the quarter. */
export function trendedShape(perDay: Float64Array): BaselineShape {
  const near = mean(perDay.subarray(0, MEAN_WINDOW_DAYS));
  const far = mean(perDay.subarray(MEAN_WINDOW_DAYS, TREND_WINDOW_DAYS));
  const grown = (from: number, to: number): number => {
    let total = 0;
    for (let i = from; i < to; i += 1)
      total += (TREND_DAMPING * (1 - TREND_DAMPING ** (i + 1))) / (1 - TREND_DAMPING);
    return total / (to - from);
  };
  const trendPerDay =
    (far - near) / (grown(MEAN_WINDOW_DAYS, TREND_WINDOW_DAYS) - grown(0, MEAN_WINDOW_DAYS));
  return { meanPerDay: near, trendPerDay, weekdayFactors: EVEN_WEEK, yearFactors: null };
}

/** Month factors from the coming year, its trend inside. */
export function seasonedShape(perDay: Float64Array, asOf: string): BaselineShape {
  const first = dayNumber(asOf);
  const totals = new Float64Array(12);
  const days = new Float64Array(12);
  perDay.forEach((value, i) => {
    const month = Math.floor(yearPosition(first + i));
    totals[month] = at(totals, month) + value;
    days[month] = at(days, month) + 1;
  });
  const months = Array.from(totals, (total, month) => total / Math.max(1, at(days, month)));
  const level = mean(months);
  const factors = level > 0 ? midMonthFactors(months.map((value) => value / level)) : null;
  return {
    meanPerDay: level * windowMeans(asOf, factors).season,
    trendPerDay: 0,
    weekdayFactors: EVEN_WEEK,
    yearFactors: factors,
  };
}
