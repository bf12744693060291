import { at } from './at.ts';

/** Mean of one season around a value; of an even season the two ends count half. */
export function centredMean(values: Float64Array, centre: number, seasonLength: number): number {
  const half = Math.floor(seasonLength / 2);
  let total = 0;
  for (let i = centre - half; i <= centre + half; i += 1) total += at(values, i);
  if (seasonLength % 2 === 0) total -= (at(values, centre - half) + at(values, centre + half)) / 2;
  return total / seasonLength;
}
