import { gammaCdf } from '#shared/forecasting/gamma-distribution.ts';
import { normalQuantile } from '#shared/forecasting/normal-quantile.ts';

/** What lies beyond has no meaning in demand. */
const SUREST = 1 - 1e-9;

/**
 * The probability to ask of a distribution whose variance is an estimate with so many degrees of freedom: Φ(t) of the
 * Student quantile t, which lies farther out than the normal one the fewer errors the variance rests on.
 * Source: Abramowitz and Stegun 26.7.5, the first two terms.
 */
export function widerProbability(probability: number, degrees: number): number {
  const z = normalQuantile(Math.min(SUREST, Math.max(1 - SUREST, probability)));
  const t = z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2);
  const beyond = (1 - gammaCdf((t * t) / 2, 0.5)) / 2;
  return Math.min(SUREST, t > 0 ? 1 - beyond : beyond);
}
