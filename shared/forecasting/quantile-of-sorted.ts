import { at } from './at.ts';

/** Quantile of ascending numbers, straight lines between neighbours (type 7 of Hyndman and Fan, 1996). */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const above = Math.min(sorted.length - 1, below + 1);
  const low = at(sorted, below);
  // Infinity minus Infinity is no number: equal neighbours need no line.
  if (low === at(sorted, above)) return low;
  return low + (at(sorted, above) - low) * (position - below);
}
