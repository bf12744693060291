import { at } from './at.ts';
import type { Expectation } from './expectation.ts';
import type { KnownPeriods } from './series/known-periods.ts';
import { mean, sum } from './sum.ts';

/** Variances of forecast errors by number of periods ahead; index 0 is the first period. */
export type ErrorVariances = {
  readonly ofPeriod: Float64Array;
  /** Of the sum of the periods up to and including this one. */
  readonly ofSum: Float64Array;
  /** Degrees of freedom: as many normal errors would say as much about a variance as these do. */
  readonly degrees: number;
};

/** A fitted method and what is known of its errors. */
export type Fitted = {
  readonly expect: Expectation;
  /** Numbers fitted to the series; the more, the less its own errors say. 0: a level of fixed constants. */
  readonly freedoms: number;
  /** Growth of the error per period ahead in the formula: exponential smoothing with this constant. */
  readonly errorGrowth: number;
};

const MOST_ORIGINS = 60;
/** Weight of what was found, reached where many origins see so far ahead. */
const LARGEST_WEIGHT = 0.75;
const ORIGINS_FOR_HALF = 10;
/** Of the weight of an error, per period since: demand becomes quieter and wilder. */
const KEPT_PER_PERIOD = 0.95;
/** The kurtosis of few errors is chance. */
const FEWEST_DEGREES = 16;

/**
 * What forecasts from earlier origins missed, mixed with the formula of exponential smoothing from their one-step error,
 * σ² (1 + (k − 1) α²) and for sums σ² Σ (1 + j α)²: few origins see far ahead, and the formula sees no model error. Of a
 * level, σ² is the variance of the values themselves, which rests on all of them. Both are raised by
 * (n + p) ÷ (n − p), because the p numbers of the fit have seen what it forecasts.
 * Source: rolling forecasting origin, FPP3 section 5.10; Hyndman et al. (2008), table 6.1; Akaike's final prediction
 * error (1969).
 */
export function rollingErrors(
  periods: KnownPeriods,
  { expect, freedoms, errorGrowth }: Fitted,
  horizon: number,
): ErrorVariances {
  const { values } = periods;
  const n = values.length;
  const found = foundErrors(periods, expect, horizon);
  const spread = freedoms === 0 ? varianceOfNext(values) : null;
  const optimism = (n + freedoms) / Math.max(1, freedoms, n - freedoms);
  return { ...blended(found, { spread, optimism, errorGrowth }), degrees: degreesOf(found.nextErrors) };
}

/** Weighted sums of squares over the origins, by number of periods ahead. */
type Squares = { readonly totals: Float64Array; readonly weights: Float64Array };

type Found = {
  readonly ofPeriod: Squares;
  readonly ofSum: Squares;
  /** Errors one period ahead. */
  readonly nextErrors: readonly number[];
};

/** An unknown period has no error, and a sum with an unknown part has none. */
function foundErrors({ values, isKnown }: KnownPeriods, expect: Expectation, horizon: number): Found {
  const n = values.length;
  const ofPeriod = { totals: new Float64Array(horizon), weights: new Float64Array(horizon) };
  const ofSum = { totals: new Float64Array(horizon), weights: new Float64Array(horizon) };
  const nextErrors: number[] = [];
  const first = Math.max(Math.min(n - 1, 6), Math.floor(n / 3), n - MOST_ORIGINS);
  for (let origin = first; origin < n; origin += 1) {
    const steps = Math.min(horizon, n - origin);
    const expected = expect(origin, steps);
    const weight = KEPT_PER_PERIOD ** (n - 1 - origin);
    let running = 0;
    for (let i = 0; i < steps; i += 1) {
      const isMissing = isKnown?.[origin + i] === false;
      const error = isMissing ? Number.NaN : (values[origin + i] ?? 0) - (expected[i] ?? 0);
      running += error;
      if (i === 0 && !isMissing) nextErrors.push(error);
      addSquare(ofPeriod, i, { error, weight });
      addSquare(ofSum, i, { error: running, weight });
    }
  }
  return { ofPeriod, ofSum, nextErrors };
}

function addSquare(
  { totals, weights }: Squares,
  i: number,
  { error, weight }: { readonly error: number; readonly weight: number },
): void {
  if (Number.isNaN(error)) return;
  totals[i] = (totals[i] ?? 0) + weight * error * error;
  weights[i] = (weights[i] ?? 0) + weight;
}

/** Variance of the next value around the mean of all: s² (1 + 1 ÷ n). */
function varianceOfNext(values: Float64Array): number {
  const n = values.length;
  const level = mean(values);
  return (sum(values.map((value) => (value - level) ** 2)) / Math.max(1, n - 1)) * (1 + 1 / n);
}

/**
 * 2n ÷ (kurtosis − 1): the variance of a variance is σ⁴ (kurtosis − 1) ÷ n, and 2 σ⁴ ÷ ν of ν normal errors.
 * Source: Satterthwaite, Biometrics Bulletin 2 (1946).
 */
function degreesOf(errors: readonly number[]): number {
  const squares = errors.map((error) => error ** 2);
  const square = mean(squares);
  if (square === 0) return Infinity;
  const excess = mean(squares.map((each) => (each / square) ** 2)) - 1;
  return Math.max(FEWEST_DEGREES, (2 * errors.length) / Math.max(excess, Number.EPSILON));
}

type Blend = {
  readonly spread: number | null;
  readonly optimism: number;
  readonly errorGrowth: number;
};

function blended(
  found: Found,
  { spread, optimism, errorGrowth }: Blend,
): Pick<ErrorVariances, 'ofPeriod' | 'ofSum'> {
  const horizon = found.ofPeriod.totals.length;
  const ofPeriod = new Float64Array(horizon);
  const ofSum = new Float64Array(horizon);
  const oneStep = spread ?? meanOf(found.ofPeriod, 0);
  const mixed = (formula: number, squares: Squares, i: number): number => {
    const weight = at(squares.weights, i);
    const share = (LARGEST_WEIGHT * weight) / (weight + ORIGINS_FOR_HALF);
    return optimism * (formula + share * (meanOf(squares, i) - formula));
  };
  let formulaOfSum = 0;
  for (let i = 0; i < horizon; i += 1) {
    formulaOfSum += oneStep * (1 + i * errorGrowth) ** 2;
    // Farther ahead is not surer.
    const one = mixed(oneStep * (1 + i * errorGrowth ** 2), found.ofPeriod, i);
    ofPeriod[i] = Math.max(at(ofPeriod, i - 1), one);
    ofSum[i] = Math.max(at(ofSum, i - 1), mixed(formulaOfSum, found.ofSum, i));
  }
  return { ofPeriod, ofSum };
}

function meanOf({ totals, weights }: Squares, i: number): number {
  return at(weights, i) > 0 ? at(totals, i) / at(weights, i) : 0;
}
