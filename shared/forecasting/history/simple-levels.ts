import type { DailySeries } from '#shared/forecasting/daily-series.ts';
import { weekdayOf } from '#shared/forecasting/day-number.ts';

/** Methods that a spreadsheet has; each is a level per day, times the weekday factors. */
export type SimpleMethod = 'simple-smoothing' | 'mean-of-28-days' | 'same-as-last-week';

const SMOOTHING_ALPHA = 0.1;
const WARM_UP = 28;

/** The levels of the simple methods at the end of a series; they learn on known days alone. */
export function simpleLevels(
  { values, known, firstDay }: DailySeries,
  weekdays: readonly number[],
): Readonly<Record<SimpleMethod, number>> {
  const recent = (days: number): number => {
    let total = 0;
    let share = 0;
    for (let i = values.length - 1; i >= 0 && share < days - 1e-6; i -= 1) {
      if (known[i] !== 1) continue;
      total += values[i] ?? 0;
      share += weekdays[weekdayOf(firstDay + i)] ?? 1;
    }
    return share > 0 ? total / share : 0;
  };
  let level = 0;
  let seen = 0;
  for (let i = 0; i < values.length; i += 1) {
    const factor = weekdays[weekdayOf(firstDay + i)] ?? 1;
    if (known[i] !== 1 || factor <= 0) continue;
    seen += 1;
    // The mean of the first weeks, then smoothing.
    level += Math.max(SMOOTHING_ALPHA, 1 / Math.min(seen, WARM_UP)) * ((values[i] ?? 0) / factor - level);
  }
  return { 'simple-smoothing': level, 'mean-of-28-days': recent(28), 'same-as-last-week': recent(7) };
}
