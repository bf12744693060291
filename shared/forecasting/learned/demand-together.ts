import { at } from '#shared/forecasting/at.ts';
import { mean } from '#shared/forecasting/sum.ts';

import type { PooledSeries } from './pooled-series.ts';

/** Mean over the series of demand ÷ its own mean, the last entry that of the period with which all of them end. */
export function demandTogether(series: readonly PooledSeries[]): Float64Array {
  const longest = series.reduce((most, { values }) => Math.max(most, values.length), 0);
  const sums = new Float64Array(longest);
  const counts = new Float64Array(longest);
  for (const { values: given } of series) {
    const values = Float64Array.from(given, (value) => (Number.isFinite(value) ? Math.max(0, value) : 0));
    const level = mean(values);
    const shift = longest - values.length;
    for (let i = 0; i < values.length && level > 0; i += 1) {
      sums[i + shift] = at(sums, i + shift) + at(values, i) / level;
      counts[i + shift] = at(counts, i + shift) + 1;
    }
  }
  return sums.map((sum, i) => sum / Math.max(1, at(counts, i)));
}
