import { at } from './at.ts';

/** A fitted mean of seldom demand, per step of the series. */
export type IntermittentMean = { readonly level: number; readonly alpha: number };

const ALPHAS = [0.01, 0.02, 0.05, 0.1];
const SIZE_ALPHA = 0.1;

/**
 * Mean demand per day of an item that sells seldom: the probability of a demand is smoothed every day, its size on
 * days with demand only, and the mean is their product; so an item that stops selling fades out.
 * Source: Teunter, Syntetos, Babai, "Intermittent demand: linking forecasting to inventory obsolescence", EJOR 214 (2011).
 */
export function intermittentMean(values: Float64Array): IntermittentMean {
  let best = smooth(values, at(ALPHAS, 0));
  for (const alpha of ALPHAS.slice(1)) {
    const candidate = smooth(values, alpha);
    if (candidate.squaredError < best.squaredError) best = candidate;
  }
  return best;
}

function smooth(values: Float64Array, alpha: number): IntermittentMean & { readonly squaredError: number } {
  // The start is the mean of the first quarter, in which no error is counted.
  const warmUp = Math.max(1, Math.floor(values.length / 4));
  let demands = 0;
  let total = 0;
  for (let i = 0; i < warmUp; i += 1) {
    if (at(values, i) > 0) demands += 1;
    total += at(values, i);
  }
  let probability = demands / warmUp;
  let size = demands === 0 ? 0 : total / demands;
  let squaredError = 0;
  for (let i = warmUp; i < values.length; i += 1) {
    const value = at(values, i);
    squaredError += (value - probability * size) ** 2;
    probability += alpha * ((value > 0 ? 1 : 0) - probability);
    if (value > 0) size = size === 0 ? value : size + SIZE_ALPHA * (value - size);
  }
  return { level: probability * size, alpha, squaredError };
}
