import { at } from './at.ts';
import { centredMean } from './centred-mean.ts';
import { mean } from './sum.ts';

/** Whether the season is a share of the level or an amount beside it. */
export type SeasonKind = 'multiplicative' | 'additive';

/**
 * One index per period of the season, the first value's first: the mean ratio (or difference) of the values to their
 * centred moving average, with mean 1 (or 0). It needs two whole seasons.
 * Source: classical decomposition, FPP3 section 3.4.
 */
export function seasonalIndices(values: Float64Array, seasonLength: number, kind: SeasonKind): Float64Array {
  const totals = new Float64Array(seasonLength);
  const counts = new Float64Array(seasonLength);
  const isRatio = kind === 'multiplicative';
  const half = Math.floor(seasonLength / 2);
  for (let i = half; i < values.length - half; i += 1) {
    const centre = centredMean(values, i, seasonLength);
    if (isRatio && centre <= 0) continue;
    const phase = i % seasonLength;
    totals[phase] = at(totals, phase) + (isRatio ? at(values, i) / centre : at(values, i) - centre);
    counts[phase] = at(counts, phase) + 1;
  }
  const neutral = isRatio ? 1 : 0;
  const raw = totals.map((total, phase) => (at(counts, phase) === 0 ? neutral : total / at(counts, phase)));
  const level = mean(raw);
  if (isRatio) return level > 0 ? raw.map((index) => index / level) : raw.fill(1);
  return raw.map((index) => index - level);
}
