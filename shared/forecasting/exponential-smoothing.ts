import { at } from './at.ts';
import type { Expectation } from './expectation.ts';
import { nelderMead } from './nelder-mead.ts';
import { seasonalIndices, type SeasonKind } from './seasonal-indices.ts';
import { mean, sum } from './sum.ts';

/** One of the smoothing models that are tried. */
type Model = {
  readonly isTrended: boolean;
  readonly season: SeasonKind | null;
  readonly seasonLength: number;
};

type Parameters = {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
};

/** Level, trend and season before each value. */
type Run = {
  readonly levels: Float64Array;
  readonly trends: Float64Array;
  readonly seasons: Float64Array;
};

/** Differences of the criterion count a third: one series says little about which model is true. */
const TEMPERATURE = 3;

/**
 * Exponential smoothing without and with a damped trend, without season or (where `seasonLength` exceeds 1) with an
 * additive and a multiplicative one, the latter with relative errors; the models are averaged by weights
 * exp(−ΔAICc ÷ 6).
 * Source: Hyndman, Koehler, Ord, Snyder, "Forecasting with Exponential Smoothing" (2008), tables 2.2 and 2.3; weights
 * after Kolassa, IJF 27 (2011).
 */
export function exponentialSmoothing(values: Float64Array, seasonLength: number): Expectation {
  const isPositive = values.every((value) => value > 0);
  const seasons: (SeasonKind | null)[] =
    seasonLength < 2 ? [null] : isPositive ? ['additive', 'multiplicative'] : ['additive'];
  const fits = seasons.flatMap((season) =>
    [false, true].map((isTrended) =>
      fitModel(values, { isTrended, season, seasonLength: season === null ? 1 : seasonLength }),
    ),
  );
  const best = Math.min(...fits.map(({ criterion }) => criterion));
  const raw = fits.map(({ criterion }) => Math.exp((best - criterion) / 2 / TEMPERATURE));
  const total = sum(raw);
  return (origin, horizon) => {
    const expected = new Float64Array(horizon);
    fits.forEach((fit, k) => {
      const weight = at(raw, k) / total;
      expectFrom(fit, origin, horizon).forEach((value, i) => {
        expected[i] = at(expected, i) + weight * value;
      });
    });
    return expected;
  };
}

type Fit = {
  readonly model: Model;
  readonly run: Run;
  readonly parameters: Parameters;
  readonly criterion: number;
};

function fitModel(values: Float64Array, model: Model): Fit {
  const run = startOf(values, model);
  const loss = (point: readonly number[]): number =>
    smooth(values, { model, run, parameters: parametersOf(point, model) });
  const start = [0.3, ...(model.isTrended ? [0.1, 0.5] : []), ...(model.season === null ? [] : [0.1])];
  const point = nelderMead(loss, start, { step: 0.25, evaluations: 30 + 30 * start.length });
  const parameters = parametersOf(point, model);
  const logLikelihood = smooth(values, { model, run, parameters });
  const n = values.length;
  const k =
    start.length + 2 + (model.isTrended ? 1 : 0) + (model.season === null ? 0 : model.seasonLength - 1);
  const criterion = logLikelihood + 2 * k + (n - k - 1 > 0 ? (2 * k * (k + 1)) / (n - k - 1) : 1e6 * k);
  return { model, run, parameters, criterion };
}

/** The search runs over numbers without bounds; here they are folded into 0 to 1 and from there into their ranges. */
function parametersOf(point: readonly number[], { isTrended, season }: Model): Parameters {
  const alpha = 0.01 + 0.98 * folded(at(point, 0));
  return {
    alpha,
    beta: isTrended ? alpha * folded(at(point, 1)) : 0,
    phi: isTrended ? 0.8 + 0.18 * folded(at(point, 2)) : 0,
    gamma: season === null ? 0 : (1 - alpha) * folded(at(point, isTrended ? 3 : 1)),
  };
}

function folded(x: number): number {
  return Math.min(1, Math.max(0, x));
}

function startOf(values: Float64Array, { isTrended, season, seasonLength }: Model): Run {
  const n = values.length;
  const seasons = new Float64Array(n + seasonLength).fill(season === 'multiplicative' ? 1 : 0);
  if (season !== null) seasons.set(seasonalIndices(values, seasonLength, season));
  const first = Math.min(n, Math.max(10, 2 * (season === null ? 0 : seasonLength)));
  const free = values.subarray(0, first).map((value, i) => {
    const index = at(seasons, i % seasonLength);
    return season === 'multiplicative' ? value / Math.max(index, 0.01) : value - index;
  });
  const levels = new Float64Array(n + 1);
  const trends = new Float64Array(n + 1);
  const half = Math.floor(first / 2);
  if (isTrended && half > 0) {
    trends[0] = (mean(free.subarray(half)) - mean(free.subarray(0, half))) / (first / 2);
    levels[0] = mean(free) - at(trends, 0) * ((first + 1) / 2);
  } else levels[0] = mean(free);
  return { levels, trends, seasons };
}

type Smoothing = { readonly model: Model; readonly run: Run; readonly parameters: Parameters };

/** Runs the recursion, leaves its states in `run`, and returns −2 · log likelihood up to a constant. */
function smooth(values: Float64Array, smoothing: Smoothing): number {
  return smoothing.model.season === 'multiplicative'
    ? smoothRatios(values, smoothing)
    : smoothSums(values, smoothing);
}

function smoothSums(values: Float64Array, { model, run, parameters }: Smoothing): number {
  const { alpha, beta, gamma, phi } = parameters;
  const { levels, trends, seasons } = run;
  const m = model.seasonLength;
  let level = at(levels, 0);
  let trend = at(trends, 0);
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    const base = level + phi * trend;
    const index = seasons[i] ?? 0;
    const error = (values[i] ?? 0) - base - index;
    squares += error * error;
    level = base + alpha * error;
    trend = phi * trend + beta * error;
    if (m > 1) seasons[i + m] = index + gamma * error;
    levels[i + 1] = level;
    trends[i + 1] = trend;
  }
  return values.length * Math.log(Math.max(squares, 1e-300));
}

/** Infinity where a level or an index falls to 0: such a model cannot be. */
function smoothRatios(values: Float64Array, { model, run, parameters }: Smoothing): number {
  const { alpha, beta, gamma, phi } = parameters;
  const { levels, trends, seasons } = run;
  let level = at(levels, 0);
  let trend = at(trends, 0);
  let squares = 0;
  let logs = 0;
  for (let i = 0; i < values.length; i += 1) {
    const base = level + phi * trend;
    const index = seasons[i] ?? 0;
    if (!(base > 0 && index > 0)) return Infinity;
    const error = (values[i] ?? 0) - base * index;
    squares += (error / (base * index)) ** 2;
    logs += Math.log(base * index);
    level = base + (alpha * error) / index;
    trend = phi * trend + (beta * error) / index;
    seasons[i + model.seasonLength] = index + (gamma * error) / base;
    levels[i + 1] = level;
    trends[i + 1] = trend;
  }
  return values.length * Math.log(Math.max(squares, 1e-300)) + 2 * logs;
}

function expectFrom({ model, run, parameters }: Fit, origin: number, horizon: number): Float64Array {
  const expected = new Float64Array(horizon);
  let base = at(run.levels, origin);
  let trend = at(run.trends, origin);
  for (let i = 0; i < horizon; i += 1) {
    trend *= parameters.phi;
    base += trend;
    const index = at(run.seasons, origin + (i % model.seasonLength));
    expected[i] = model.season === 'multiplicative' ? base * index : base + index;
  }
  return expected;
}
