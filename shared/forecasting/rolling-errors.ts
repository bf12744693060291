import { at } from './at.ts';
import type { Expectation } from './expectation.ts';

/** Variances of forecast errors by number of periods ahead; index 0 is the first period. */
export type ErrorVariances = {
  readonly ofPeriod: Float64Array;
  /** Of the sum of the periods up to and including this one. */
  readonly ofSum: Float64Array;
};

/** A fitted method and what is known of its errors. */
export type Fitted = {
  readonly expect: Expectation;
  /** Numbers fitted to the series; the more, the less its own errors say. */
  readonly freedoms: number;
  /** Growth of the error per period ahead in the formula: exponential smoothing with this constant. */
  readonly errorGrowth: number;
};

const MOST_ORIGINS = 60;
/** Weight of what was found, reached where many origins see so far ahead. */
const LARGEST_WEIGHT = 0.75;
const ORIGINS_FOR_HALF = 10;

/**
 * What forecasts from earlier origins missed, mixed with the formula of exponential smoothing from their one-step error,
 * σ² (1 + (k − 1) α²) and for sums σ² Σ (1 + j α)²: few origins see far ahead, and the formula sees no model error. Both
 * are raised by (n + p) ÷ (n − p), because the p numbers of the fit have seen what it forecasts.
 * Source: rolling forecasting origin, FPP3 section 5.10; Hyndman et al. (2008), table 6.1; Akaike's final prediction
 * error (1969).
 */
export function rollingErrors(
  values: Float64Array,
  { expect, freedoms, errorGrowth }: Fitted,
  horizon: number,
): ErrorVariances {
  const n = values.length;
  const squares = new Float64Array(horizon);
  const sumSquares = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  const first = Math.max(Math.min(n - 1, 6), Math.floor(n / 3), n - MOST_ORIGINS);
  for (let origin = first; origin < n; origin += 1) {
    const steps = Math.min(horizon, n - origin);
    const expected = expect(origin, steps);
    let running = 0;
    for (let i = 0; i < steps; i += 1) {
      const error = (values[origin + i] ?? 0) - (expected[i] ?? 0);
      running += error;
      squares[i] = (squares[i] ?? 0) + error * error;
      sumSquares[i] = (sumSquares[i] ?? 0) + running * running;
      counts[i] = (counts[i] ?? 0) + 1;
    }
  }
  const optimism = (n + freedoms) / Math.max(1, freedoms, n - freedoms);
  return blended({ squares, sumSquares, counts, optimism, errorGrowth });
}

type Found = {
  readonly squares: Float64Array;
  readonly sumSquares: Float64Array;
  readonly counts: Float64Array;
  readonly optimism: number;
  readonly errorGrowth: number;
};

function blended({ squares, sumSquares, counts, optimism, errorGrowth }: Found): ErrorVariances {
  const horizon = squares.length;
  const ofPeriod = new Float64Array(horizon);
  const ofSum = new Float64Array(horizon);
  const oneStep = at(squares, 0) / Math.max(1, at(counts, 0));
  let formulaOfSum = 0;
  for (let i = 0; i < horizon; i += 1) {
    const count = at(counts, i);
    const weight = (LARGEST_WEIGHT * count) / (count + ORIGINS_FOR_HALF);
    const formula = oneStep * (1 + i * errorGrowth ** 2);
    formulaOfSum += oneStep * (1 + i * errorGrowth) ** 2;
    const found = at(squares, i) / Math.max(1, count);
    const foundOfSum = at(sumSquares, i) / Math.max(1, count);
    // Farther ahead is not surer.
    ofPeriod[i] = Math.max(at(ofPeriod, i - 1), optimism * (formula + weight * (found - formula)));
    ofSum[i] = Math.max(at(ofSum, i - 1), optimism * (formulaOfSum + weight * (foundOfSum - formulaOfSum)));
  }
  return { ofPeriod, ofSum };
}
