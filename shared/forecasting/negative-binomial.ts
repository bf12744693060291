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
