import { at } from './at.ts';
import type { DailySeries } from './daily-series.ts';
import { weekdayOf, yearPosition } from './day-number.ts';
import { midMonthFactors } from './history/mid-month-factors.ts';
import { mean } from './sum.ts';

const YEAR_DAYS = 365;
/** F(11, 11) and F(11, 22) at 10 %, for two and three years: what is found by chance is drawn to near 1. */
const CRITICAL_F: Readonly<Record<number, number>> = { 2: 2.23, 3: 1.89 };

/**
 * Demand of each month relative to the mean month, January first, mean 1; null without two whole years or where the
 * years do not agree on the months (two-way analysis of variance, months against months × years, on demand freed of
 * weekdays and growth). Factors are those of mid-month, drawn towards 1 by 1 − 1/F.
 * Source: classical ratio-to-mean decomposition, Hyndman and Athanasopoulos, FPP3 section 3.4.
 */
export function yearFactors(series: DailySeries, weekdays: readonly number[]): readonly number[] | null {
  const years = Math.min(3, Math.floor(series.values.length / YEAR_DAYS));
  const critical = CRITICAL_F[years];
  if (critical === undefined) return null;
  const ratios = monthRatios(series, weekdays, years);
  if (ratios === null) return null;
  const profile = monthsOfYear.map((month) => mean(ratios.map((year) => at(year, month))));
  const average = mean(profile);
  let between = 0;
  let within = 0;
  for (const year of ratios) {
    const level = mean(year);
    year.forEach((ratio, month) => {
      between += (at(profile, month) - average) ** 2;
      within += (ratio - at(profile, month) - level + average) ** 2;
    });
  }
  const statistic = between / 11 / Math.max(within / (11 * (years - 1)), 1e-12);
  // No number where a year had no demand at all: it does not agree with the others.
  if (!(statistic > critical)) return null;
  const raw = profile.map((ratio) => Math.max(0.05, 1 + (1 - 1 / statistic) * (ratio / average - 1)));
  const level = mean(raw);
  return midMonthFactors(raw.map((factor) => factor / level));
}

const monthsOfYear = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/** Per year back from the last day and per month: mean demand ÷ that year's mean, growth between years removed. */
function monthRatios(
  series: DailySeries,
  weekdays: readonly number[],
  years: number,
): readonly (readonly number[])[] | null {
  const { values, known, firstDay } = series;
  const totals = Array.from({ length: years }, () => new Float64Array(12));
  const days = Array.from({ length: years }, () => new Float64Array(12));
  const start = values.length - years * YEAR_DAYS;
  const first = knownMean(series, start);
  const last = knownMean(series, values.length - YEAR_DAYS);
  if (first <= 0 || last <= 0) return null;
  const growthPerDay = Math.log(last / first) / ((years - 1) * YEAR_DAYS);
  for (let i = start; i < values.length; i += 1) {
    const month = Math.floor(yearPosition(firstDay + i));
    const factor = at(weekdays, weekdayOf(firstDay + i));
    const year = years - 1 - yearsBack(values.length, i);
    if (factor === 0 || known[i] !== 1) continue;
    const total = totals[year];
    const count = days[year];
    if (total === undefined || count === undefined) continue;
    total[month] = at(total, month) + (at(values, i) / factor) * Math.exp(-growthPerDay * (i - start));
    count[month] = at(count, month) + 1;
  }
  return totals.map((total, year) => {
    const counts = days[year] ?? new Float64Array(12);
    // A month of which no day is known is like the mean of its year.
    const level = mean(
      monthsOfYear.flatMap((m) => (at(counts, m) === 0 ? [] : [at(total, m) / at(counts, m)])),
    );
    return monthsOfYear.map((m) => (at(counts, m) === 0 ? 1 : at(total, m) / at(counts, m) / level));
  });
}

/** Mean of the known days of the year that begins at an index. */
function knownMean({ values, known }: DailySeries, start: number): number {
  let total = 0;
  let count = 0;
  for (let i = start; i < start + YEAR_DAYS; i += 1) {
    if (known[i] !== 1) continue;
    total += at(values, i);
    count += 1;
  }
  return count === 0 ? 0 : total / count;
}

function yearsBack(length: number, index: number): number {
  return Math.floor((length - 1 - index) / YEAR_DAYS);
}
