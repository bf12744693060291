import { at } from '#shared/forecasting/at.ts';

/** A feature over all rows, as the number of the bin each value falls into, and the upper edges of the bins. */
export type BinnedFeature = { readonly bins: Uint8Array; readonly edges: Float64Array };

const MOST_BINS = 48;
const EDGE_SAMPLE = 5_000;

/**
 * Puts the values of a feature into bins of about equally many rows, so that a split is sought among edges and not among
 * values.
 * Source: Ke et al., "LightGBM", NIPS 30 (2017), section 2.1.
 */
export function binFeature(values: Float64Array): BinnedFeature {
  const step = Math.max(1, Math.floor(values.length / EDGE_SAMPLE));
  const sorted = values.filter((_, i) => i % step === 0).toSorted();
  const edges: number[] = [];
  for (let bin = 1; bin < MOST_BINS; bin += 1) {
    const edge = at(sorted, Math.floor((bin * sorted.length) / MOST_BINS));
    if (edge > (edges.at(-1) ?? at(sorted, 0))) edges.push(edge);
  }
  const upper = Float64Array.from(edges);
  return { edges: upper, bins: Uint8Array.from(values, (value) => binOf(value, upper)) };
}

/** The number of edges at or below the value. */
function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < at(edges, middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
