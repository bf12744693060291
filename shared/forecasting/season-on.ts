import { at } from './at.ts';
import { yearPosition } from './day-number.ts';

/** The factor of the year on a day number: month factors hold at mid-month, straight lines between; 1 without any. */
export function seasonOn(day: number, factors: readonly number[] | null): number {
  if (factors === null) return 1;
  const position = yearPosition(day) - 0.5;
  const before = Math.floor(position);
  const share = position - before;
  return at(factors, (before + 12) % 12) * (1 - share) + at(factors, (before + 1) % 12) * share;
}
