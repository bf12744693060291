import { at } from './at.ts';
import type { Expectation } from './expectation.ts';
import { sum } from './sum.ts';

const WARM_UP = 6;
/** Of the squares of all values: sums of squared errors that differ by less differ by rounding. */
const ROUNDING = 1e-9;
const ALPHAS = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99];

/**
 * Dynamic optimised Theta model: exponential smoothing plus ω = 1 − 1/θ of a line through all values so far,
 * μ(t) = ℓ(t−1) + ω · [(1−α)^(t−1) · A(t−1) + (1 − (1−α)^t) ÷ α · B(t−1)]. For a given α the errors are linear in ω and
 * in the first level, so both are solved for and only α is searched.
 * Source: Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler, IJF 32 (2016), equations 14 to 19.
 */
export function dynamicTheta(values: Float64Array): Expectation {
  const line = runningLine(values);
  const rounding = ROUNDING * sum(values.map((value) => value * value));
  const best = ALPHAS.map((alpha) => solve(values, line, alpha)).reduce((one, other) =>
    other.squares < one.squares - rounding ? other : one,
  );
  const levels = new Float64Array(values.length + 1);
  levels[0] = best.firstLevel;
  for (let i = 0; i < values.length; i += 1)
    levels[i + 1] = best.alpha * at(values, i) + (1 - best.alpha) * at(levels, i);
  return (origin, horizon) => expectFrom({ line, levels, ...best }, origin, horizon);
}

/** Intercept, slope and mean of the line through the first i values. */
type Line = { readonly intercept: Float64Array; readonly slope: Float64Array; readonly mean: Float64Array };

function runningLine(values: Float64Array): Line {
  const line = {
    intercept: new Float64Array(values.length + 1),
    slope: new Float64Array(values.length + 1),
    mean: new Float64Array(values.length + 1),
  };
  for (let t = 1; t <= values.length; t += 1) {
    const next = lineWith(t, at(values, t - 1), { slope: at(line.slope, t - 1), mean: at(line.mean, t - 1) });
    line.mean[t] = next.mean;
    line.slope[t] = next.slope;
    line.intercept[t] = next.mean - ((t + 1) / 2) * next.slope;
  }
  return line;
}

type LineState = { readonly slope: number; readonly mean: number };

/** The line with value number t added. */
function lineWith(t: number, value: number, { slope, mean }: LineState): LineState {
  return {
    slope: t === 1 ? 0 : ((t - 2) * slope + (6 / t) * (value - mean)) / (t + 1),
    mean: ((t - 1) * mean + value) / t,
  };
}

type Solution = {
  readonly alpha: number;
  readonly omega: number;
  readonly firstLevel: number;
  readonly squares: number;
};

/** Least squares for ω (kept in 0 to 1) and the first level, without the first values: their line is chance. */
function solve(values: Float64Array, line: Line, alpha: number): Solution {
  const warmUp = Math.min(WARM_UP, values.length - 1);
  let smoothed = 0;
  let left = 1;
  let [ll, lg, gg, le, ge, ee] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const error = (values[i] ?? 0) - smoothed;
    const growth =
      left * (line.intercept[i] ?? 0) + ((1 - left * (1 - alpha)) / alpha) * (line.slope[i] ?? 0);
    if (i >= warmUp) {
      ll += left * left;
      lg += left * growth;
      gg += growth * growth;
      le += left * error;
      ge += growth * error;
      ee += error * error;
    }
    smoothed += alpha * error;
    left *= 1 - alpha;
  }
  const determinant = ll * gg - lg * lg;
  const free = determinant > 1e-12 * ll * gg ? (ll * ge - lg * le) / determinant : 0;
  const omega = Math.min(1, Math.max(0, free));
  const firstLevel = ll > 0 ? (le - omega * lg) / ll : 0;
  const squares =
    ee +
    firstLevel ** 2 * ll +
    omega ** 2 * gg -
    2 * firstLevel * le -
    2 * omega * ge +
    2 * firstLevel * omega * lg;
  return { alpha, omega, firstLevel, squares };
}

type ThetaFit = {
  readonly line: Line;
  readonly levels: Float64Array;
  readonly alpha: number;
  readonly omega: number;
};

/** Each forecast becomes the next value of the recursion. */
function expectFrom(fit: ThetaFit, origin: number, horizon: number): Float64Array {
  const { alpha, omega } = fit;
  const expected = new Float64Array(horizon);
  let level = at(fit.levels, origin);
  let state: LineState = { slope: at(fit.line.slope, origin), mean: at(fit.line.mean, origin) };
  let left = (1 - alpha) ** origin;
  for (let i = 0; i < horizon; i += 1) {
    const t = origin + i;
    const intercept = state.mean - ((t + 1) / 2) * state.slope;
    const growth = left * intercept + ((1 - left * (1 - alpha)) / alpha) * state.slope;
    const value = level + omega * growth;
    expected[i] = value;
    level = alpha * value + (1 - alpha) * level;
    state = lineWith(t + 1, value, state);
    left *= 1 - alpha;
  }
  return expected;
}
