import type { BinnedFeature } from './feature-bins.ts';

/** A tree in lists: node i asks whether feature[i] < threshold[i]; yes: node left[i], no: the next; a leaf has value. */
export type RegressionTree = {
  /** −1: a leaf. */
  readonly feature: Int16Array;
  readonly threshold: Float64Array;
  readonly left: Int16Array;
  readonly value: Float64Array;
};

/** The features of one row, from an offset on. */
export type FeatureRow = { readonly values: Float64Array; readonly offset: number };

/** What a tree is grown from, and how far. */
export type TreeRoom = {
  readonly features: readonly BinnedFeature[];
  /** Numbers of the features that this tree may ask for. */
  readonly candidates: readonly number[];
  readonly residuals: Float64Array;
  /** Rows that this tree sees; sorted in place. */
  readonly rows: Int32Array;
  readonly depth: number;
  readonly fewestRows: number;
  /** Rows of value 0 that every leaf has besides: λ of the squared penalty. */
  readonly penalty: number;
};

type Split = { readonly gain: number; readonly feature: number; readonly bin: number };
type Growing = { feature: number[]; threshold: number[]; left: number[]; value: number[] };
type Node = { readonly place: number; readonly from: number; readonly to: number; readonly depth: number };

const MOST_BINS = 64;
const LEAST_GAIN = 1e-9;
/** A residual beyond so many units of the target counts as this many: one promotion or bulk order moves no tree alone. */
const LARGEST_RESIDUAL = 3;

/**
 * Grows one regression tree for Huber's loss (squared, beyond a bound straight): each node is split where the sum of (Σ residual)² ÷ (rows + λ) of both sides
 * is greatest.
 * Source: Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29 (2001);
 * penalised gain: Chen, Guestrin, "XGBoost", KDD (2016), equation 7.
 */
export function growTree(room: TreeRoom): RegressionTree {
  const tree: Growing = { feature: [-1], threshold: [0], left: [0], value: [0] };
  const open: Node[] = [{ place: 0, from: 0, to: room.rows.length, depth: 0 }];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const total = sumOver(room, node);
    tree.value[node.place] = total / (node.to - node.from + room.penalty);
    if (node.depth >= room.depth || node.to - node.from < 2 * room.fewestRows) continue;
    const split = bestSplit(room, node, total);
    if (split === null) continue;
    const middle = partition(room, node, split);
    const left = tree.feature.length;
    tree.feature[node.place] = split.feature;
    tree.threshold[node.place] = room.features[split.feature]?.edges[split.bin] ?? 0;
    tree.left[node.place] = left;
    for (const list of [tree.threshold, tree.left, tree.value]) list.push(0, 0);
    tree.feature.push(-1, -1);
    open.push({ place: left, from: node.from, to: middle, depth: node.depth + 1 });
    open.push({ place: left + 1, from: middle, to: node.to, depth: node.depth + 1 });
  }
  return {
    feature: Int16Array.from(tree.feature),
    threshold: Float64Array.from(tree.threshold),
    left: Int16Array.from(tree.left),
    value: Float64Array.from(tree.value),
  };
}

/** What the tree says of a row of features. */
export function leafValue(
  { feature, threshold, left, value }: RegressionTree,
  { values, offset }: FeatureRow,
): number {
  let node = 0;
  for (let asked = feature[node] ?? -1; asked >= 0; asked = feature[node] ?? -1)
    node = (left[node] ?? 0) + ((values[offset + asked] ?? 0) < (threshold[node] ?? 0) ? 0 : 1);
  return value[node] ?? 0;
}

function sumOver({ rows, residuals }: TreeRoom, { from, to }: Node): number {
  let total = 0;
  for (let i = from; i < to; i += 1) total += clipped(residuals[rows[i] ?? 0] ?? 0);
  return total;
}

function clipped(residual: number): number {
  return Math.min(LARGEST_RESIDUAL, Math.max(-LARGEST_RESIDUAL, residual));
}

function bestSplit(room: TreeRoom, node: Node, total: number): Split | null {
  const histogram = { sums: new Float64Array(MOST_BINS), counts: new Int32Array(MOST_BINS) };
  let best: Split | null = null;
  for (const feature of room.candidates) {
    const binned = room.features[feature];
    if (binned === undefined || binned.edges.length === 0) continue;
    fillHistogram(room, node, { ...histogram, bins: binned.bins });
    const { gain, bin } = bestBin(room, histogram, {
      total,
      count: node.to - node.from,
      edges: binned.edges.length,
    });
    if (gain > (best?.gain ?? LEAST_GAIN)) best = { gain, feature, bin };
  }
  return best;
}

type Histogram = { readonly sums: Float64Array; readonly counts: Int32Array };

function bestBin(
  { fewestRows, penalty }: TreeRoom,
  { sums, counts }: Histogram,
  { total, count, edges }: { readonly total: number; readonly count: number; readonly edges: number },
): { readonly gain: number; readonly bin: number } {
  const whole = total ** 2 / (count + penalty);
  let best = { gain: 0, bin: 0 };
  let sum = 0;
  let rows = 0;
  for (let bin = 0; bin < edges; bin += 1) {
    sum += sums[bin] ?? 0;
    rows += counts[bin] ?? 0;
    if (rows < fewestRows || count - rows < fewestRows) continue;
    const gain = sum ** 2 / (rows + penalty) + (total - sum) ** 2 / (count - rows + penalty) - whole;
    if (gain > best.gain) best = { gain, bin };
  }
  return best;
}

function fillHistogram(
  { rows, residuals }: TreeRoom,
  { from, to }: Node,
  { bins, sums, counts }: Histogram & { readonly bins: Uint8Array },
): void {
  sums.fill(0);
  counts.fill(0);
  for (let i = from; i < to; i += 1) {
    const row = rows[i] ?? 0;
    const bin = bins[row] ?? 0;
    sums[bin] = (sums[bin] ?? 0) + clipped(residuals[row] ?? 0);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}

/** Sorts the node's rows by side; returns where the right side begins. Bin b holds the values below edge b. */
function partition({ rows, features }: TreeRoom, { from, to }: Node, { feature, bin }: Split): number {
  const bins = features[feature]?.bins ?? new Uint8Array();
  const right: number[] = [];
  let write = from;
  for (let i = from; i < to; i += 1) {
    const row = rows[i] ?? 0;
    if ((bins[row] ?? 0) > bin) right.push(row);
    else {
      rows[write] = row;
      write += 1;
    }
  }
  rows.set(right, write);
  return write;
}
