import { normalDraw } from './gamma-draw.ts';

/** Above this mean a rounded normal number is as good, and faster. */
const NORMAL_FROM_MEAN = 30;

/**
 * Draws a Poisson number of a mean. With a gamma mean of its own each time it is negative binomial.
 * Source: Knuth, "The Art of Computer Programming", volume 2, 3.4.1, algorithm Q.
 */
export function poissonDraw(mean: number, random: () => number): number {
  if (mean <= 0) return 0;
  if (mean > NORMAL_FROM_MEAN) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalDraw(random)));
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count += 1;
  }
  return count;
}
