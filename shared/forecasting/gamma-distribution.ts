import { normalQuantile } from './normal-quantile.ts';

const PRECISION = 1e-12;
/** Above this shape the cube-root approximation is exact to five digits. */
const APPROXIMATE_FROM_SHAPE = 2_000;

/** P(X ≤ x) of the gamma distribution with scale 1. */
export function gammaCdf(x: number, shape: number): number {
  return incompleteGamma(x, shape).below;
}

/**
 * P(X > x) of the gamma distribution with scale 1, and x^shape·e^−x ÷ Γ(shape + 1): by so much more lies beyond x when
 * the shape is one more (Abramowitz and Stegun 6.5.21).
 */
export function gammaTail(x: number, shape: number): { readonly beyond: number; readonly next: number } {
  const { beyond, front } = incompleteGamma(x, shape);
  return { beyond, next: front / shape };
}

/**
 * The regularised incomplete gamma functions, by the series below shape + 1 and by the continued fraction above.
 * Source: Abramowitz and Stegun 6.5.29 and 6.5.31.
 */
function incompleteGamma(
  x: number,
  shape: number,
): { readonly below: number; readonly beyond: number; readonly front: number } {
  if (x <= 0) return { below: 0, beyond: 1, front: 0 };
  const front = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  if (x >= shape + 1) {
    const beyond = front * continuedFraction(x, shape);
    return { below: 1 - beyond, beyond, front };
  }
  let term = 1 / shape;
  let total = term;
  for (let n = 1; n < 10_000 && term > total * PRECISION; n += 1) {
    term *= x / (shape + n);
    total += term;
  }
  const below = Math.min(1, front * total);
  return { below, beyond: 1 - below, front };
}

/**
 * Quantile of the gamma distribution with scale 1: Wilson and Hilferty's cube root (PNAS 17, 1931) as the start,
 * then Newton steps kept inside a shrinking bracket.
 */
export function gammaQuantile(probability: number, shape: number): number {
  if (probability <= 0 || shape <= 0) return 0;
  const z = normalQuantile(probability);
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  const start = shape * Math.max(0, root) ** 3;
  if (shape > APPROXIMATE_FROM_SHAPE) return start;
  // Near 0 the distribution function is x^shape ÷ Γ(shape + 1).
  let x = start > 0.01 ? start : Math.exp((Math.log(probability) + logGamma(shape + 1)) / shape);
  let low = 0;
  let high = Infinity;
  for (let step = 0; step < 60; step += 1) {
    const excess = gammaCdf(x, shape) - probability;
    if (Math.abs(excess) < 1e-9) break;
    if (excess > 0) high = x;
    else low = x;
    const density = Math.exp((shape - 1) * Math.log(x) - x - logGamma(shape));
    x = keptInside(x - excess / density, low, high);
  }
  return x;
}

function keptInside(next: number, low: number, high: number): number {
  if (next > low && next < high) return next;
  return high === Infinity ? low * 2 : (low + high) / 2;
}

function continuedFraction(x: number, shape: number): number {
  const tiny = 1e-300;
  let b = x + 1 - shape;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < 10_000; i += 1) {
    const numerator = -i * (i - shape);
    b += 2;
    d = 1 / (Math.abs(numerator * d + b) < tiny ? tiny : numerator * d + b);
    c = Math.abs(b + numerator / c) < tiny ? tiny : b + numerator / c;
    const factor = d * c;
    value *= factor;
    if (Math.abs(factor - 1) < PRECISION) break;
  }
  return value;
}

/** ln Γ(x) for x > 0. Source: Lanczos approximation, g = 7, n = 9. */
function logGamma(x: number): number {
  let series = 0.999_999_999_999_809_9;
  LANCZOS.forEach((coefficient, i) => {
    series += coefficient / (x + i);
  });
  const base = x + LANCZOS.length - 1.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
}

const LANCZOS = [
  676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_1, -176.615_029_162_140_6,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6, 1.505_632_735_149_311_6e-7,
];
