import { at } from './at.ts';
import type { DemandPattern } from './demand-pattern.ts';

const AVERAGE_INTERVAL_CUT = 1.32;
const SQUARED_VARIATION_CUT = 0.49;

/**
 * Class of demand by average demand interval (periods ÷ periods with demand, cut 1.32) and squared coefficient of
 * variation of the non-zero demands (cut 0.49).
 * Source: Syntetos, Boylan, Croston, "On the categorization of demand patterns", JORS 56 (2005).
 */
export function patternOf(values: ArrayLike<number>): DemandPattern {
  let demands = 0;
  let total = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = at(values, i);
    if (value <= 0) continue;
    demands += 1;
    total += value;
    squares += value * value;
  }
  if (demands === 0) return 'intermittent';
  const meanSize = total / demands;
  const squaredVariation = squares / demands / meanSize ** 2 - 1;
  const isSeldom = values.length / demands > AVERAGE_INTERVAL_CUT;
  const isUneven = squaredVariation > SQUARED_VARIATION_CUT;
  if (isSeldom) return isUneven ? 'lumpy' : 'intermittent';
  return isUneven ? 'erratic' : 'smooth';
}
