import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import { mean } from '#shared/forecasting/sum.ts';

import { binFeature } from './feature-bins.ts';
import { growTree, leafValue, type FeatureRow, type RegressionTree } from './regression-tree.ts';

/** How a sum of trees is learned. */
export type BoostingOptions = {
  readonly trees: number;
  readonly depth: number;
  /** Share of each tree that is believed. */
  readonly learningRate: number;
  readonly seed: string;
};

/** A function of a row of features. */
export type Predictor = (row: FeatureRow) => number;

/** Rows of features, one after another, and the target of each. */
export type TrainingTable = {
  readonly width: number;
  readonly values: Float64Array;
  readonly targets: Float64Array;
};

/** Of the rows and of the features, drawn anew for each tree. */
const ROW_SHARE = 0.5;
const FEATURE_SHARE = 0.5;
const FEWEST_ROWS_IN_LEAF = 20;
/** One row in so many: more rows, larger leaves, because rows of one series are not independent. */
const ROWS_PER_LEAF_ROW = 500;
const PENALTY = 20;

/**
 * Learns targets from features by a sum of small regression trees, each fitted to what the ones before left over, each from
 * a drawn part of rows and features.
 * Source: Friedman, "Stochastic gradient boosting", Computational Statistics & Data Analysis 38 (2002).
 */
export function fitBoostedTrees(
  { width, values, targets }: TrainingTable,
  { trees, depth, learningRate, seed }: BoostingOptions,
): Predictor {
  const random = seededRandom(seed);
  const start = mean(targets);
  const residuals = targets.map((target) => target - start);
  const count = targets.length;
  const features = Array.from({ length: width }, (_, feature) =>
    binFeature(targets.map((_target, row) => values[row * width + feature] ?? 0)),
  );
  const fewestRows = Math.max(FEWEST_ROWS_IN_LEAF, Math.floor((count * ROW_SHARE) / ROWS_PER_LEAF_ROW));
  const grown: RegressionTree[] = [];
  for (let i = 0; i < trees; i += 1) {
    const rows = drawn(count, ROW_SHARE, random);
    const candidates = [...drawn(width, FEATURE_SHARE, random)];
    const tree = growTree({ features, candidates, residuals, rows, depth, fewestRows, penalty: PENALTY });
    for (let value = 0; value < tree.value.length; value += 1)
      tree.value[value] = (tree.value[value] ?? 0) * learningRate;
    grown.push(tree);
    for (let row = 0; row < count; row += 1)
      residuals[row] = (residuals[row] ?? 0) - leafValue(tree, { values, offset: row * width });
  }
  return sumOf(start, grown);
}

/** Apart from the fitting, so that a predictor does not keep the table that it was learned from. */
function sumOf(start: number, trees: readonly RegressionTree[]): Predictor {
  return (asked) => {
    let total = start;
    for (const tree of trees) total += leafValue(tree, asked);
    return total;
  };
}

function drawn(count: number, share: number, random: () => number): Int32Array {
  const chosen = new Int32Array(count);
  let size = 0;
  for (let i = 0; i < count; i += 1) {
    if (random() >= share) continue;
    chosen[size] = i;
    size += 1;
  }
  return chosen.subarray(0, size);
}
