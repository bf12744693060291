import { at } from '#shared/forecasting/at.ts';
import type { DailySeries } from '#shared/forecasting/daily-series.ts';
import { dayOf, weekdayOf } from '#shared/forecasting/day-number.ts';
import { demandPattern } from '#shared/forecasting/demand-pattern.ts';
import type { Outlier } from '#shared/forecasting/item-forecast.ts';
import { quantileOfSorted } from '#shared/forecasting/quantile-of-sorted.ts';
import { weekdayFactors } from '#shared/forecasting/weekday-factors.ts';

/** Days between two looks at what is usual, and as many on either side of them. */
const BLOCK = 28;
/** Above so many robust deviations a value is an outlier, and it is taken as so many. */
const FAR_OUT = 5;
const CAPPED_AT = 3;
/** Standard deviations per median absolute deviation of a normal distribution. */
const NORMAL_MAD = 1.4826;
const NORMAL_P90 = 1.2816;
/** Of the median root; what hardly varies has no measure of its own. */
const LEAST_ROOT_SPREAD = 0.1;
const LEAST_LOG_SPREAD = 0.35;
const FEWEST_SIZES = 10;
/** With two more among its neighbours, a high value is a change of level or a promotion. */
const NEIGHBOURS = 3;
const RUN = 3;
const MOST_LISTED = 10;

/**
 * Single known days far above the days around them are capped: on the square roots of demand without weekdays (logarithms
 * of the sizes of seldom demand), above the median by five deviations, of which the middle half and the upper tenth of the
 * days around give the size.
 * Source: Hampel, JASA 69 (1974); square roots of counts: Bartlett, Biometrics 3 (1947).
 */
export function cappedOutliers(
  series: DailySeries,
  restored: ReadonlySet<number>,
): { readonly series: DailySeries; readonly outliers: readonly Outlier[] } {
  const weekdays = weekdayFactors(series);
  const pattern = demandPattern(series, weekdays);
  const isSeldom = pattern === 'intermittent' || pattern === 'lumpy';
  const factorOf = (i: number): number => (isSeldom ? 1 : at(weekdays, weekdayOf(series.firstDay + i)));
  const days = comparableDays(series, factorOf, isSeldom);
  const scale = isSeldom ? LOGS : ROOTS;
  const caps = capsOf(
    days.map((i) => scale.to(at(series.values, i) / factorOf(i))),
    isSeldom ? days.length : BLOCK,
    scale,
  );
  if (caps.size === 0) return { series, outliers: [] };
  const values = series.values.slice();
  const outliers: Outlier[] = [];
  for (const [place, cap] of caps) {
    const i = days[place] ?? 0;
    if (restored.has(i)) continue;
    const quantity = at(values, i);
    const limit = scale.from(cap) * factorOf(i);
    const takenAs = series.areWholeUnits ? Math.round(limit) : Number(limit.toPrecision(5));
    values[i] = takenAs;
    outliers.push({ day: dayOf(series.firstDay + i), quantity, takenAs });
  }
  const largest = outliers.toSorted((one, other) => other.quantity - one.quantity).slice(0, MOST_LISTED);
  return {
    series: { ...series, values },
    outliers: largest.toSorted((one, other) => (one.day < other.day ? -1 : 1)),
  };
}

/** Demand varies alike at all levels on roots, the sizes of seldom demand on logarithms. */
type Scale = {
  readonly to: (value: number) => number;
  readonly from: (scaled: number) => number;
  readonly leastSpread: (median: number) => number;
};

const ROOTS: Scale = {
  to: Math.sqrt,
  from: (x) => x ** 2,
  leastSpread: (median) => LEAST_ROOT_SPREAD * median,
};
const LOGS: Scale = { to: Math.log, from: Math.exp, leastSpread: () => LEAST_LOG_SPREAD };

/** Known open days; of seldom demand those with demand, if they are enough to say what is usual. */
function comparableDays(
  { values, known }: DailySeries,
  factorOf: (i: number) => number,
  isSeldom: boolean,
): number[] {
  const days: number[] = [];
  for (let i = 0; i < values.length; i += 1)
    if (known[i] === 1 && factorOf(i) > 0 && (!isSeldom || at(values, i) > 0)) days.push(i);
  return days.length < (isSeldom ? FEWEST_SIZES : BLOCK) ? [] : days;
}

/** The cap of each value that is far out, by its place; what is usual is looked at anew after every block of values. */
function capsOf(scaled: readonly number[], block: number, scale: Scale): ReadonlyMap<number, number> {
  const caps = new Map<number, number>();
  const limits = new Float64Array(scaled.length);
  for (let start = 0; start < scaled.length; start += block) {
    const end = Math.min(scaled.length, start + block);
    const sorted = Float64Array.from(scaled.slice(Math.max(0, start - block), end + block)).sort();
    const median = quantileOfSorted(sorted, 0.5);
    const spread = Math.max(scale.leastSpread(median), spreadAround(median, sorted));
    limits.fill(median + FAR_OUT * spread, start, end);
    for (let i = start; i < end; i += 1)
      if (at(scaled, i) > at(limits, i) && median + FAR_OUT * spread > 0)
        caps.set(i, median + CAPPED_AT * spread);
  }
  for (const i of caps.keys()) if (isInRun(scaled, limits, i)) caps.delete(i);
  return caps;
}

/** By the middle half and, where most values are alike, by the upper tenth: both as a normal distribution has them. */
function spreadAround(median: number, sorted: Float64Array): number {
  const distances = sorted.map((value) => Math.abs(value - median)).sort();
  const ofTail = (quantileOfSorted(sorted, 0.9) - median) / NORMAL_P90;
  return Math.max(NORMAL_MAD * quantileOfSorted(distances, 0.5), ofTail);
}

function isInRun(scaled: readonly number[], limits: Float64Array, place: number): boolean {
  let high = 0;
  for (let i = Math.max(0, place - NEIGHBOURS); i <= Math.min(scaled.length - 1, place + NEIGHBOURS); i += 1)
    if (at(scaled, i) > at(limits, i)) high += 1;
  return high >= RUN;
}
