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

/** Share of the shrinkage that rests on all years; the rest rests on the last one, from which the factors are. */
const SHARE_OF_ALL_YEARS = 0.1;

/**
 * Demand of each weekday in the last year relative to the mean day, Monday first, mean 1; all 1 where the weekdays of
 * all years do not differ by an F test of square roots, which promotions sway less. Factors are drawn towards 1 by a
 * mean of 1 − 1/F of the roots and of the last year's quantities; a weekday without any demand is closed (0).
 * Source: one-way analysis of variance; square roots of counts: Bartlett, Biometrics 3 (1947); positive-part shrinkage
 * of Efron and Morris, JASA 68 (1973).
 */
export function weekdayFactors({ values, firstDay }: DailySeries): readonly number[] {
  const even = [1, 1, 1, 1, 1, 1, 1];
  if (values.length < FEWEST_DAYS) return even;
  const start = Math.max(0, values.length - WINDOW_DAYS);
  const lastYear = values.subarray(start);
  const { means, statistic } = byWeekday(lastYear, firstDay + start);
  const overall = mean(means);
  if (overall <= 0) return even;
  const ofRoots = byWeekday(values.map(Math.sqrt), firstDay).statistic;
  const shrink = ofRoots > CRITICAL_F ? shrinkage(ofRoots, statistic) : 0;
  const canBeClosed = lastYear.filter((value) => value > 0).length >= DEMANDS_TO_CALL_CLOSED;
  const raw = Array.from(means, (value) =>
    canBeClosed && value === 0 ? 0 : 1 + shrink * (value / overall - 1),
  );
  const level = mean(raw);
  return raw.map((factor) => factor / level);
}

/** How much of the differences between weekdays is kept, 0 to 1. */
function shrinkage(ofAllYears: number, ofLastYear: number): number {
  const last = 1 - 1 / Math.max(1, ofLastYear);
  return last + SHARE_OF_ALL_YEARS * (1 - 1 / ofAllYears - last);
}

/** Mean of each weekday, and the F statistic of the differences between weekdays against those within. */
function byWeekday(
  values: Float64Array,
  firstDay: number,
): { readonly means: Float64Array; readonly statistic: number } {
  const counts = new Float64Array(7);
  const means = new Float64Array(7);
  const first = weekdayOf(firstDay);
  for (let i = 0; i < values.length; i += 1) {
    const weekday = (first + i) % 7;
    counts[weekday] = (counts[weekday] ?? 0) + 1;
    means[weekday] = (means[weekday] ?? 0) + (values[i] ?? 0);
  }
  for (let weekday = 0; weekday < 7; weekday += 1)
    means[weekday] = at(means, weekday) / Math.max(1, at(counts, weekday));
  return { means, statistic: oneWayF(values, first, means) };
}

function oneWayF(values: Float64Array, first: number, means: Float64Array): number {
  const grand = mean(values);
  let between = 0;
  let within = 0;
  for (let i = 0; i < values.length; i += 1) {
    const ofWeekday = means[(first + i) % 7] ?? 0;
    between += (ofWeekday - grand) ** 2;
    within += ((values[i] ?? 0) - ofWeekday) ** 2;
  }
  if (within === 0) return between === 0 ? 0 : Number.MAX_VALUE;
  return between / 6 / (within / (values.length - 7));
}
