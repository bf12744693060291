import { at } from './at.ts';
import type { DailySeries } from './daily-series.ts';
import { weekdayOf } from './day-number.ts';
import { patternOf } from './pattern-of.ts';

/** How demand comes: often or seldom, in like or in unlike sizes. */
export type DemandPattern = 'smooth' | 'erratic' | 'intermittent' | 'lumpy';

const WINDOW_DAYS = 365;

/**
 * Class of the demand of the last year. Unknown days and days on which the shop is closed do not count: five days a week
 * alone would make an interval of 1.4.
 */
export function demandPattern(series: DailySeries, weekdayFactors: readonly number[]): DemandPattern {
  const { values, known, firstDay } = series;
  const open: number[] = [];
  for (let i = Math.max(0, values.length - WINDOW_DAYS); i < values.length; i += 1) {
    if (at(known, i) === 1 && at(weekdayFactors, weekdayOf(firstDay + i)) !== 0) open.push(at(values, i));
  }
  return patternOf(open);
}
