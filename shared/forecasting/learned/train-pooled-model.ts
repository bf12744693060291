import { fitBoostedTrees, type Predictor } from './boosted-trees.ts';
import { demandTogether } from './demand-together.ts';
import { knownDemand } from './known-demand.ts';
import { featuresAt, measureAt, type Pool } from './pooled-features.ts';
import type { PooledSeries } from './pooled-series.ts';
import { FEWEST_KNOWN, trainingTable } from './training-table.ts';

/** How a pooled model is trained. */
export type PooledModelOptions = {
  /** Periods after which demand may repeat itself: 12 months, 52 weeks, 7 days; 1: none. */
  readonly seasonLength: number;
  /** Farthest period ahead that is learned. */
  readonly horizon: number;
  readonly seed?: string;
  /** Bound of time and memory: so many pairs of origin and target are drawn from all series. */
  readonly mostRows?: number;
};

/** A model of the demand of many series. */
export type PooledModel = {
  /**
   * Expected demand of the periods after the last value, in the unit of the values. The series may be one that the model
   * never saw, but must end with the same period as those it was trained on.
   */
  readonly forecast: (series: PooledSeries, horizon: number) => Float64Array;
};

const MOST_ROWS = 40_000;
const FEWEST_ROWS = 200;
const TREES = { trees: 100, depth: 5, learningRate: 0.06 };

/**
 * Learns from the past of many series how their demand goes on: pairs of a past origin and a period ahead, drawn from all
 * series, each measured by its own level and steps, are fitted by boosted trees. A forecast is direct: the distance ahead
 * is a feature. Where there is too little to learn from, the level is the forecast.
 * Source: Januschowski et al., "Forecasting with trees", IJF 38 (2022); pooling: Montero-Manso, Hyndman, IJF 37 (2021).
 */
export function trainPooledModel(
  series: readonly PooledSeries[],
  { seasonLength, horizon, seed = 'pooled', mostRows = MOST_ROWS }: PooledModelOptions,
): PooledModel {
  const hasPromotions = series.some(({ promoted }) => promoted !== undefined && promoted.length > 0);
  const pool: Pool = { seasonLength, hasPromotions, together: demandTogether(series) };
  const table = trainingTable(series, pool, { horizon, seed, mostRows });
  const predict: Predictor =
    table.targets.length < FEWEST_ROWS ? () => 0 : fitBoostedTrees(table, { ...TREES, seed });
  return {
    forecast: (one, periods) => {
      const known = knownDemand(one, seasonLength);
      const origin = known.values.length;
      const { level, scale } = measureAt(known, origin, seasonLength);
      if (origin < FEWEST_KNOWN || !(scale > 0)) return new Float64Array(periods).fill(level);
      return Float64Array.from({ length: periods }, (_, i) => {
        const ahead = learnedAhead(i + 1, horizon, seasonLength);
        const values = Float64Array.from(featuresAt(known, pool, { origin, ahead }));
        return Math.max(0, level + scale * predict({ values, offset: 0 }));
      });
    },
  };
}

/** Beyond the farthest period learned: the last one learned that has the same place in the season. */
function learnedAhead(ahead: number, horizon: number, seasonLength: number): number {
  if (ahead <= horizon) return ahead;
  return Math.max(1, ahead - seasonLength * Math.ceil((ahead - horizon) / seasonLength));
}
