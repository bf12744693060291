import { at } from './at.ts';
import type { DailySeries } from './daily-series.ts';
import { weekdayOf } from './day-number.ts';

/** How demand comes: often or seldom, in like or in unlike sizes. */
export type DemandPattern = 'smooth' | 'erratic' | 'intermittent' | 'lumpy';

const AVERAGE_INTERVAL_CUT = 1.32;
const SQUARED_VARIATION_CUT = 0.49;
const WINDOW_DAYS = 365;

/**
 * Class of demand by average demand interval (open days ÷ days with demand, cut 1.32) and squared coefficient of
 * variation of the non-zero demands (cut 0.49) over the last year. Days on which the shop is closed do not count:
 * five days a week alone would make an interval of 1.4.
 * Source: Syntetos, Boylan, Croston, "On the categorization of demand patterns", JORS 56 (2005).
 */
export function demandPattern(series: DailySeries, weekdayFactors: readonly number[]): DemandPattern {
  const { values, firstDay } = series;
  let openDays = 0;
  let demands = 0;
  let total = 0;
  let squares = 0;
  for (let i = Math.max(0, values.length - WINDOW_DAYS); i < values.length; i += 1) {
    if (at(weekdayFactors, weekdayOf(firstDay + i)) === 0) continue;
    openDays += 1;
    const value = at(values, i);
    if (value <= 0) continue;
    demands += 1;
    total += value;
    squares += value * value;
  }
  if (demands === 0) return 'intermittent';
  const meanSize = total / demands;
  const squaredVariation = squares / demands / meanSize ** 2 - 1;
  const isSeldom = openDays / demands > AVERAGE_INTERVAL_CUT;
  const isUneven = squaredVariation > SQUARED_VARIATION_CUT;
  if (isSeldom) return isUneven ? 'lumpy' : 'intermittent';
  return isUneven ? 'erratic' : 'smooth';
}
