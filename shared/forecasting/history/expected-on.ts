import type { DailySeries } from '#shared/forecasting/daily-series.ts';
import { weekdayOf } from '#shared/forecasting/day-number.ts';
import { weekdayFactors } from '#shared/forecasting/weekday-factors.ts';

const HALF_WINDOW = 42;

/** What was to be expected of a day by the known days around it: their mean, times the factor of the weekday. */
export function expectedOn(series: DailySeries): (index: number) => number {
  const { values, known, firstDay } = series;
  const weekdays = weekdayFactors(series);
  const factorOf = (i: number): number => weekdays[weekdayOf(firstDay + i)] ?? 1;
  const meanBetween = (from: number, to: number): number => {
    let total = 0;
    let share = 0;
    for (let i = Math.max(0, from); i < Math.min(values.length, to); i += 1) {
      if (known[i] !== 1) continue;
      total += values[i] ?? 0;
      share += factorOf(i);
    }
    return share > 0 ? total / share : Number.NaN;
  };
  const overall = meanBetween(0, values.length) || 0;
  // The days asked for are marked as known one by one afterwards: each window is read once, before that.
  const near = new Map<number, number>();
  for (let block = 0; block * HALF_WINDOW < values.length; block += 1)
    near.set(block, meanBetween((block - 1) * HALF_WINDOW, (block + 2) * HALF_WINDOW));
  return (index) => {
    const local = near.get(Math.floor(index / HALF_WINDOW)) ?? Number.NaN;
    return (Number.isNaN(local) ? overall : local) * factorOf(index);
  };
}
