/** The negative binomial is summed up from 0; beyond this mean a gamma distribution says the same faster. */
export const LARGEST_COUNTED_MEAN = 200;

/**
 * Probabilities of 0, 1, 2, … of a count with the given mean and variance, in order: negative binomial, or Poisson
 * where the variance does not exceed the mean.
 * Source: recursion P(k + 1) = P(k) · (k + r) ÷ (k + 1) · (1 − p) with p = mean ÷ variance, r = mean · p ÷ (1 − p).
 */
export function* countProbabilities(mean: number, variance: number): Generator<number> {
  const isPoisson = variance <= mean * 1.000_001;
  const p = mean / variance;
  const r = (mean * p) / (1 - p);
  let probability = isPoisson ? Math.exp(-mean) : Math.exp(r * Math.log(p));
  for (let count = 0; ; count += 1) {
    yield probability;
    probability *= isPoisson ? mean / (count + 1) : ((count + r) / (count + 1)) * (1 - p);
  }
}

/** Less than this is the rounding error of the sum of so many probabilities. */
const NO_CHANCE = 1e-11;

/** P(X > count) and P(X = count) of the same distribution; far out, where sums cannot tell them from nothing, 0. */
export function countTail(
  mean: number,
  variance: number,
  count: number,
): { readonly beyond: number; readonly at: number } {
  let upTo = 0;
  let n = 0;
  for (const at of countProbabilities(mean, variance)) {
    upTo += at;
    if (upTo > 1 - NO_CHANCE) break;
    if (n >= count) return { beyond: 1 - upTo, at };
    n += 1;
  }
  return { beyond: 0, at: 0 };
}
