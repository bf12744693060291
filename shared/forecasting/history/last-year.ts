import type { DailySeries, DemandDay } from '#shared/forecasting/daily-series.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { mean } from '#shared/forecasting/sum.ts';

const YEAR_DAYS = 365;
const WEEK = 7;
const WEEKS = 52;
/** A week of which fewer days are known says nothing. */
const FEWEST_KNOWN = 4;

/** How unlike the weeks of the last year were: standard deviation ÷ mean of their demand on known days. */
export function weeklyVariation({ values, known }: DailySeries): number {
  const weeks: number[] = [];
  for (let end = values.length; end >= WEEK && weeks.length < WEEKS; end -= WEEK) {
    let total = 0;
    let days = 0;
    for (let i = end - WEEK; i < end; i += 1) {
      if (known[i] !== 1) continue;
      total += values[i] ?? 0;
      days += 1;
    }
    if (days >= FEWEST_KNOWN) weeks.push((total / days) * WEEK);
  }
  return variationOf(weeks);
}

/** Units of the last 365 days before a day, as they were sold. */
export function unitsOfLastYear(history: readonly DemandDay[], asOf: string): number {
  const from = addDays(asOf, -YEAR_DAYS);
  let units = 0;
  for (const { day, quantity } of history)
    if (day >= from && day < asOf && Number.isFinite(quantity)) units += quantity;
  return Math.max(0, units);
}

/** Standard deviation ÷ mean; without any demand as much as one week of demand in a year has, the most there is. */
export function variationOf(values: readonly number[]): number {
  const level = mean(values);
  if (level <= 0) return Math.sqrt(WEEKS - 1);
  return Math.sqrt(mean(values.map((value) => (value - level) ** 2))) / level;
}
