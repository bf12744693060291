import { at } from '#shared/forecasting/at.ts';

import type { PooledSeries } from './pooled-series.ts';
import { seasonalLevels, type Ahead } from './seasonal-levels.ts';

/** A series with whatever features ask of it, for every origin: entry i is what was known of the values before i. */
export type KnownDemand = {
  readonly values: Float64Array;
  readonly promoted: Float64Array;
  /** Sum of the values before i. */
  readonly sums: Float64Array;
  /** Number of values above 0 before i. */
  readonly demands: Float64Array;
  /** Sum of their squares. */
  readonly squares: Float64Array;
  /** Exponentially smoothed level, quick and slow. */
  readonly quick: Float64Array;
  readonly slow: Float64Array;
  /** Root mean square of the changes from one value to the next. */
  readonly steps: Float64Array;
  /** Periods since the last value above 0. */
  readonly idle: Float64Array;
  /** Sums over promoted values, and their number. */
  readonly promotedSums: Float64Array;
  readonly promotions: Float64Array;
  /** Textbook forecasts with constants set beforehand, slow and quick. */
  readonly bases: readonly Ahead[];
};

const LARGEST_VALUE = 1e100;
const QUICK_ALPHA = 0.3;
const SLOW_ALPHA = 0.1;
const START_PERIODS = 4;
const BASES = [
  { level: 0.15, trend: 0.05, season: 0.2 },
  { level: 0.4, trend: 0.1, season: 0.3 },
];

/** Runs once through a series. */
export function knownDemand(
  { values: given, promoted: marks = [] }: PooledSeries,
  seasonLength: number,
): KnownDemand {
  const values = Float64Array.from(given, (value) =>
    Number.isFinite(value) ? Math.min(LARGEST_VALUE, Math.max(0, value)) : 0,
  );
  const n = values.length;
  const list = (): Float64Array => new Float64Array(n + 1);
  const known: KnownDemand = {
    values,
    bases: BASES.map((constants) => seasonalLevels(values, seasonLength, constants)),
    promoted: Float64Array.from(marks, (mark) => (mark > 0 ? 1 : 0)),
    sums: list(),
    demands: list(),
    squares: list(),
    quick: list(),
    slow: list(),
    steps: list(),
    idle: list(),
    promotedSums: list(),
    promotions: list(),
  };
  let changes = 0;
  const start = at(values, 0);
  known.quick[0] = start;
  known.slow[0] = start;
  for (let i = 0; i < n; i += 1) {
    const value = at(values, i);
    const isPromoted = at(known.promoted, i);
    known.sums[i + 1] = at(known.sums, i) + value;
    known.demands[i + 1] = at(known.demands, i) + (value > 0 ? 1 : 0);
    known.squares[i + 1] = at(known.squares, i) + value ** 2;
    known.quick[i + 1] = smoothed(known.quick, i, { value, alpha: QUICK_ALPHA });
    known.slow[i + 1] = smoothed(known.slow, i, { value, alpha: SLOW_ALPHA });
    known.idle[i + 1] = value > 0 ? 0 : at(known.idle, i) + 1;
    known.promotedSums[i + 1] = at(known.promotedSums, i) + isPromoted * value;
    known.promotions[i + 1] = at(known.promotions, i) + isPromoted;
    if (i > 0) changes += (value - at(values, i - 1)) ** 2;
    known.steps[i + 1] = Math.sqrt(changes / Math.max(1, i));
  }
  return known;
}

/** The first values count equally, so that a level does not start at whatever came first. */
function smoothed(
  levels: Float64Array,
  i: number,
  { value, alpha }: { readonly value: number; readonly alpha: number },
): number {
  const share = i < START_PERIODS ? Math.max(alpha, 1 / (i + 1)) : alpha;
  return at(levels, i) + share * (value - at(levels, i));
}
