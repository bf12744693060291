import { at } from '#shared/forecasting/at.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';

import type { TrainingTable } from './boosted-trees.ts';
import { knownDemand, type KnownDemand } from './known-demand.ts';
import { featuresAt, measureAt, type Pool } from './pooled-features.ts';
import type { PooledSeries } from './pooled-series.ts';

/** Fewer values say nothing of how a series goes on. */
export const FEWEST_KNOWN = 6;
/** More rows of the same origin say the same again. */
const MOST_ROWS_PER_ORIGIN = 4;
/** Room to begin with. */
const FEWEST_ROWS = 1_000;
/** A target farther off than so many usual steps is an accident. */
const LARGEST_TARGET = 12;

type Drawing = { readonly horizon: number; readonly seed: string; readonly mostRows: number };

/** Draws pairs of an origin and a period ahead from all series: features at the origin, and what came. */
export function trainingTable(
  series: readonly PooledSeries[],
  pool: Pool,
  { horizon, seed, mostRows }: Drawing,
): TrainingTable {
  const random = seededRandom(seed);
  const origins = series.reduce((total, { values }) => total + Math.max(0, values.length - FEWEST_KNOWN), 0);
  const rowsPerOrigin = Math.min(MOST_ROWS_PER_ORIGIN, mostRows / Math.max(1, origins));
  let values: Float64Array = new Float64Array(0);
  let width = 0;
  const targets: number[] = [];
  for (const one of series) {
    const known = knownDemand(one, pool.seasonLength);
    for (let origin = FEWEST_KNOWN; origin < known.values.length; origin += 1) {
      const wanted = Math.floor(rowsPerOrigin) + (random() < rowsPerOrigin % 1 ? 1 : 0);
      for (let drawn = 0; drawn < wanted && at(known.steps, origin) > 0; drawn += 1) {
        const ahead = 1 + Math.floor(random() * Math.min(horizon, known.values.length - origin));
        const row = featuresAt(known, pool, { origin, ahead });
        width = row.length;
        values = withRow(values, row, targets.length);
        targets.push(targetAt(known, { origin, ahead }, pool.seasonLength));
      }
    }
  }
  return { width, values, targets: Float64Array.from(targets) };
}

/** The rows with another at its place, in more room where there is too little: rows as lists would need twice the memory. */
function withRow(values: Float64Array, row: readonly number[], place: number): Float64Array {
  const start = place * row.length;
  let room = values;
  if (start + row.length > values.length) {
    room = new Float64Array(Math.max(FEWEST_ROWS * row.length, 2 * start));
    room.set(values);
  }
  room.set(row, start);
  return room;
}

function targetAt(
  known: KnownDemand,
  { origin, ahead }: { readonly origin: number; readonly ahead: number },
  seasonLength: number,
): number {
  const { level, scale } = measureAt(known, origin, seasonLength);
  const target = (at(known.values, origin + ahead - 1) - level) / scale;
  return Math.min(LARGEST_TARGET, Math.max(-LARGEST_TARGET, target));
}
