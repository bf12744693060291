import { at } from './at.ts';
import type { DailySeries } from './daily-series.ts';
import { weekdayOf } from './day-number.ts';
import { mean } from './sum.ts';

const WINDOW_DAYS = 364;
const FEWEST_DAYS = 28;
/** F(6, ∞) at 1 %: a series without weekdays is called weekly in about one of a hundred cases. */
const CRITICAL_F = 2.8;
/** With so many demands, a weekday that has none by chance is rarer than 1 % (e^(−35/7)). */
const DEMANDS_TO_CALL_CLOSED = 35;

/**
 * Demand of each weekday relative to the mean day, Monday first, mean 1; all 1 where the weekdays do not differ by
 * an F test. Factors are drawn towards 1 by 1 − 1/F; a weekday without any demand is closed (0).
 * Source: one-way analysis of variance; positive-part shrinkage of Efron and Morris, JASA 68 (1973).
 */
export function weekdayFactors(series: DailySeries): readonly number[] {
  const { values, firstDay } = series;
  const even = [1, 1, 1, 1, 1, 1, 1];
  if (values.length < FEWEST_DAYS) return even;
  const byWeekday: number[][] = [[], [], [], [], [], [], []];
  let demands = 0;
  for (let i = Math.max(0, values.length - WINDOW_DAYS); i < values.length; i += 1) {
    byWeekday[weekdayOf(firstDay + i)]?.push(at(values, i));
    if (at(values, i) > 0) demands += 1;
  }
  const means = byWeekday.map((group) => mean(group));
  const overall = mean(means);
  if (overall <= 0) return even;
  const statistic = oneWayF(byWeekday, means);
  const shrink = statistic > CRITICAL_F ? 1 - 1 / statistic : 0;
  const canBeClosed = demands >= DEMANDS_TO_CALL_CLOSED;
  const raw = means.map((value) => (canBeClosed && value === 0 ? 0 : 1 + shrink * (value / overall - 1)));
  const level = mean(raw);
  return raw.map((factor) => factor / level);
}

function oneWayF(groups: readonly (readonly number[])[], means: readonly number[]): number {
  const grand = mean(groups.flat());
  let between = 0;
  let within = 0;
  let count = 0;
  groups.forEach((group, g) => {
    between += group.length * (at(means, g) - grand) ** 2;
    for (const value of group) within += (value - at(means, g)) ** 2;
    count += group.length;
  });
  if (within === 0) return between === 0 ? 0 : Number.MAX_VALUE;
  return between / (groups.length - 1) / (within / (count - groups.length));
}
