import { at } from './at.ts';
import { mean } from './sum.ts';

/** In fewer seasons, chance looks like a season and a season like a trend. */
export const SEASONS_FOR_TREND = 3;
const Z_90 = 1.645;

/**
 * Whether the series repeats itself after `seasonLength` periods: its autocorrelation there exceeds the 90 % limit
 * 1.645 · √((1 + 2 Σ r²) ÷ n) over the lags before, and three whole seasons are known.
 * Source: Bartlett's standard error, as in the M4 competition (Makridakis, Spiliotis, Assimakopoulos, IJF 36 (2020)).
 */
export function isSeasonal(values: Float64Array, seasonLength: number): boolean {
  const n = values.length;
  if (seasonLength < 2 || n < SEASONS_FOR_TREND * seasonLength) return false;
  const level = mean(values);
  let variance = 0;
  for (const value of values) variance += (value - level) ** 2;
  if (variance === 0) return false;
  let squares = 0;
  for (let lag = 1; lag < seasonLength; lag += 1) squares += (covariance(values, level, lag) / variance) ** 2;
  const limit = Z_90 * Math.sqrt((1 + 2 * squares) / n);
  return covariance(values, level, seasonLength) / variance > limit;
}

function covariance(values: Float64Array, level: number, lag: number): number {
  let total = 0;
  for (let i = lag; i < values.length; i += 1)
    total += (at(values, i) - level) * (at(values, i - lag) - level);
  return total;
}
