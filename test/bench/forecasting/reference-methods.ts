/** Methods of the textbooks that the product is measured against. */
import { normalQuantile } from '#shared/forecasting/normal-quantile.ts';
import { seasonalIndices } from '#shared/forecasting/seasonal-indices.ts';
import { mean, sum } from '#shared/forecasting/sum.ts';

import { DAY_SEASON } from './datasets.ts';

/** A point forecast of so many periods from the past alone. */
export type Reference = (known: Float64Array, horizon: number, seasonLength: number) => Float64Array;

/** Last value, with the season of the M4 competition: the method that others are scaled by. */
export const naive2: Reference = (known, horizon, m) =>
  seasoned(known, m, (free) => new Float64Array(horizon).fill(free.at(-1) ?? 0));

/** All reference methods by the name they are printed under. */
export const REFERENCES: Readonly<Record<string, Reference>> = {
  'ses.1': (known, horizon) => new Float64Array(horizon).fill(smoothed(known, 0.1)),
  'tsb.1': (known, horizon) => new Float64Array(horizon).fill(tsb(known, 0.1)),
  last12: (known, horizon, m) =>
    new Float64Array(horizon).fill(mean(known.subarray(m === DAY_SEASON ? -28 : -12))),
  snaive: (known, horizon, m) => seasonalNaive(known, horizon, m),
  theta: (known, horizon, m) => seasoned(known, m, (free) => theta(free, horizon)),
  naive2,
};

/** The references without trend and season. */
export const LEVEL_REFERENCES: readonly string[] = ['ses.1', 'tsb.1', 'last12'];

/** z·σ·√: the order-up-to levels that a spreadsheet has, from mean and deviation of the whole history. */
export function textbookLevels(
  known: Float64Array,
  periods: number,
  probabilities: readonly number[],
): number[] {
  const level = mean(known);
  const sigma = Math.sqrt(sum(known.map((value) => (value - level) ** 2)) / Math.max(1, known.length - 1));
  return probabilities.map((p) =>
    Math.max(0, level * periods + normalQuantile(p) * sigma * Math.sqrt(periods)),
  );
}

function smoothed(known: Float64Array, alpha: number): number {
  let level = mean(known.subarray(0, 4));
  for (const value of known) level += alpha * (value - level);
  return level;
}

function tsb(known: Float64Array, alpha: number): number {
  const sizes = known.filter((value) => value > 0);
  let probability = sizes.length / known.length;
  let size = mean(sizes);
  for (const value of known) {
    probability += alpha * ((value > 0 ? 1 : 0) - probability);
    if (value > 0) size += alpha * (value - size);
  }
  return probability * size;
}

function seasonalNaive(known: Float64Array, horizon: number, seasonLength: number): Float64Array {
  const m = known.length >= seasonLength ? seasonLength : 1;
  return Float64Array.from({ length: horizon }, (_, i) => known[known.length - m + (i % m)] ?? 0);
}

/** Assimakopoulos and Nikolopoulos (2000) as Hyndman and Billah (2003) write it: smoothing plus half the slope. */
function theta(free: Float64Array, horizon: number): Float64Array {
  const n = free.length;
  const middle = (n - 1) / 2;
  const slope =
    sum(free.map((value, i) => value * (i - middle))) /
    Math.max(1e-9, sum(free.map((_, i) => (i - middle) ** 2)));
  let best = { squares: Infinity, level: 0, alpha: 1 };
  for (let alpha = 0.02; alpha < 1; alpha += 0.02) {
    let level = free[0] ?? 0;
    let squares = 0;
    for (const value of free) {
      squares += (value - level) ** 2;
      level += alpha * (value - level);
    }
    if (squares < best.squares) best = { squares, level, alpha };
  }
  const start = (1 - (1 - best.alpha) ** n) / best.alpha;
  return Float64Array.from({ length: horizon }, (_, i) => best.level + (slope / 2) * (i + start));
}

/** A method on what the M4 competition calls deseasonalised: 90 % test of autocorrelation, multiplicative indices. */
function seasoned(
  known: Float64Array,
  m: number,
  method: (free: Float64Array) => Float64Array,
): Float64Array {
  if (!hasSeasonM4(known, m)) return method(known);
  const indices = seasonalIndices(known, m, 'multiplicative');
  const free = known.map((value, i) => value / (indices[i % m] || 1));
  return method(free).map((value, i) => value * (indices[(known.length + i) % m] ?? 1));
}

/** The test of M4, which takes a negative correlation for a season too. */
function hasSeasonM4(known: Float64Array, m: number): boolean {
  const n = known.length;
  if (m < 2 || n < 3 * m) return false;
  const level = mean(known);
  const product = (lag: number): number => {
    let total = 0;
    for (let i = lag; i < n; i += 1) total += ((known[i] ?? 0) - level) * ((known[i - lag] ?? 0) - level);
    return total;
  };
  const variance = product(0);
  if (variance === 0) return false;
  let squares = 0;
  for (let lag = 1; lag < m; lag += 1) squares += (product(lag) / variance) ** 2;
  return Math.abs(product(m) / variance) > 1.645 * Math.sqrt((1 + 2 * squares) / n);
}
