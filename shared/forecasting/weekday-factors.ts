import { at } from './at.ts';
import { knownDays, type DailySeries } from './daily-series.ts';
import { weekdayOf } from './day-number.ts';
import { mean, sum } from './sum.ts';

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
export function weekdayFactors(series: DailySeries): readonly number[] {
  const even = [1, 1, 1, 1, 1, 1, 1];
  const { values } = series;
  if (knownDays(series) < FEWEST_DAYS) return even;
  const lastYear = lastDays(series, WINDOW_DAYS);
  const { means, statistic } = byWeekday(lastYear);
  const overall = mean(means);
  if (overall <= 0) return even;
  const ofRoots = byWeekday({ ...series, values: values.map(Math.sqrt) }).statistic;
  const shrink = ofRoots > CRITICAL_F ? shrinkage(ofRoots, statistic) : 0;
  const canBeClosed = lastYear.values.filter((value) => value > 0).length >= DEMANDS_TO_CALL_CLOSED;
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

function lastDays({ values, known, firstDay, areWholeUnits }: DailySeries, days: number): DailySeries {
  const start = Math.max(0, values.length - days);
  return {
    firstDay: firstDay + start,
    values: values.subarray(start),
    known: known.subarray(start),
    areWholeUnits,
  };
}

type Weekdays = { readonly counts: Float64Array; readonly means: Float64Array; readonly days: number };

/** Mean of each weekday's known days, and the F statistic of the differences between weekdays against those within. */
function byWeekday(series: DailySeries): { readonly means: Float64Array; readonly statistic: number } {
  const weekdays = meansOf(series);
  return { means: weekdays.means, statistic: oneWayF(series, weekdays) };
}

function meansOf({ values, known, firstDay }: DailySeries): Weekdays {
  const counts = new Float64Array(7);
  const totals = new Float64Array(7);
  const first = weekdayOf(firstDay);
  for (let i = 0; i < values.length; i += 1) {
    if (known[i] !== 1) continue;
    const weekday = (first + i) % 7;
    counts[weekday] = (counts[weekday] ?? 0) + 1;
    totals[weekday] = (totals[weekday] ?? 0) + (values[i] ?? 0);
  }
  const days = sum(counts);
  const grand = sum(totals) / Math.max(1, days);
  // A weekday of which no day is known is like the mean day.
  const means = totals.map((total, weekday) => (counts[weekday] === 0 ? grand : total / at(counts, weekday)));
  return { counts, means, days };
}

function oneWayF({ values, known, firstDay }: DailySeries, { counts, means, days }: Weekdays): number {
  const first = weekdayOf(firstDay);
  let within = 0;
  let total = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (known[i] !== 1) continue;
    total += values[i] ?? 0;
    within += ((values[i] ?? 0) - (means[(first + i) % 7] ?? 0)) ** 2;
  }
  const grand = total / Math.max(1, days);
  const between = sum(means.map((value, weekday) => at(counts, weekday) * (value - grand) ** 2));
  if (within === 0) return between === 0 ? 0 : Number.MAX_VALUE;
  return between / 6 / (within / Math.max(1, days - 7));
}
