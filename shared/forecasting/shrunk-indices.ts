import { at } from './at.ts';
import { centredMean } from './centred-mean.ts';
import { mean } from './sum.ts';

/**
 * Multiplicative seasonal indices drawn towards 1 by 1 − 1/F, F being the analysis of variance of the deseasonalised
 * changes: noise makes indices too unlike.
 * Source: Miller and Williams, "Shrinkage estimators of time series seasonal factors", IJF 19 (2003).
 */
export function shrunkIndices(values: Float64Array, indices: Float64Array): Float64Array {
  const m = indices.length;
  const level = mean(values);
  if (level <= 0) return indices;
  const half = Math.floor(m / 2);
  let between = 0;
  let within = 0;
  let count = 0;
  for (let i = half; i < values.length - half; i += 1) {
    const index = at(indices, i % m);
    const ratio = at(values, i) / centredMean(values, i, m);
    if (!Number.isFinite(ratio)) continue;
    between += (index - 1) ** 2;
    within += (ratio - index) ** 2;
    count += 1;
  }
  if (within === 0 || count <= m) return indices;
  const f = between / (m - 1) / (within / (count - m));
  const share = Math.max(0, 1 - 1 / f);
  return indices.map((index) => 1 + share * (index - 1));
}
