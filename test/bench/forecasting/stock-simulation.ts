/**
 * Lead-time demand and the stock it leads to. Every period of the test part is forecast from the past only (where the test
 * part is shorter than lead time + review, of the last third of all): pinball loss and coverage of the order-up-to levels,
 * then order-up-to at every review, with backorders, the first L + R periods dropped, in units of the mean demand.
 */
import { normalQuantile } from '#shared/forecasting/normal-quantile.ts';
import { mean, sum } from '#shared/forecasting/sum.ts';

import type { Series } from './datasets.ts';
import { leadAndReview, LEVELS, productLevels, textbookPolicy, type Policy } from './product-forecast.ts';

const GRID_SCORES = LEVELS.map(normalQuantile);
const CURVE_STEPS = 16;
/**
 * Stock rises ever faster with the fill rate. Straight lines between the six levels would lie above that curve, most where
 * a policy has few levels in the range compared, so the curve is simulated in small steps.
 */
const CURVE_SCORES = Array.from(
  { length: CURVE_STEPS + 1 },
  (_, i) => ((GRID_SCORES.at(-1) ?? 0) * i) / CURVE_STEPS,
);

/** Totals of one policy on one series; lists have one number per level. */
export type PolicyTotals = {
  /** Sums over the origins that have a whole interval ahead. */
  readonly pinball: number;
  readonly covered: readonly number[];
  readonly sums: number;
  readonly stock: readonly number[];
  readonly served: readonly number[];
  readonly backorders: readonly number[];
  readonly cyclesServed: readonly number[];
  /** Stock and units served at each step from the lowest to the highest level. */
  readonly curve: { readonly stock: readonly number[]; readonly served: readonly number[] };
  readonly demand: number;
  readonly periods: number;
  readonly cycles: number;
};

/** Both policies on one series; null where the training part has no demand to scale by. */
export type StockScores = {
  readonly product: PolicyTotals;
  readonly textbook: PolicyTotals;
  readonly hasFailed: boolean;
};

/** Simulates one series under the product's levels and under the textbook's. */
export function scoreStock(series: Series): StockScores | null {
  const long = withLongTest(series);
  if (mean(long.train) === 0) return null;
  let hasFailed = false;
  const product: Policy = (known, one) => {
    const levels = levelsOrNull(known, one);
    if (levels === null) hasFailed = true;
    return levels ?? textbookPolicy(known, one);
  };
  const totals = totalsOf(long, product);
  return { product: totals, textbook: totalsOf(long, textbookPolicy), hasFailed };
}

function levelsOrNull(known: Float64Array, series: Series): readonly number[] | null {
  try {
    const levels = productLevels(known, series);
    return levels.every(Number.isFinite) ? levels : null;
  } catch {
    return null; // counted as failed and replaced by the textbook's by the caller
  }
}

function withLongTest(series: Series): Series {
  const { lead, review } = leadAndReview(series.seasonLength);
  if (series.test.length >= lead + review) return series;
  const all = Float64Array.from([...series.train, ...series.test]);
  const cut = all.length - Math.max(1, Math.floor(all.length / 3));
  return { ...series, train: all.subarray(0, cut), test: all.subarray(cut) };
}

/**
 * Periods after the training part from which the demand is forecast: days are reviewed once a week; their sums are scored
 * every day that has a whole interval ahead.
 */
export function originsOf({ test, seasonLength }: Pick<Series, 'test' | 'seasonLength'>): readonly number[] {
  const { lead, review } = leadAndReview(seasonLength);
  const periods = Array.from(test, (_, t) => t);
  return periods.filter((t) => t + lead + review <= test.length || t % review === 0);
}

function totalsOf(series: Series, policy: Policy): PolicyTotals {
  const { train, test, seasonLength } = series;
  const { lead, review } = leadAndReview(seasonLength);
  const unit = mean(train);
  const all = Float64Array.from([...train, ...test]);
  const periods = lead + review;
  const origins = originsOf(series);
  const targets: (readonly number[])[] = [];
  const covered = LEVELS.map(() => 0);
  let pinball = 0;
  let sums = 0;
  for (let t = 0; t < test.length; t += 1) {
    const hasSum = t + periods <= test.length;
    const origin = train.length + t;
    const levels = origins.includes(t) ? policy(all.subarray(0, origin), series) : (targets.at(-1) ?? []);
    targets.push(levels);
    if (!hasSum) continue;
    const actual = sum(all.subarray(origin, origin + periods));
    sums += 1;
    pinball += mean(levels.map((level, k) => lossOf(actual, level, LEVELS[k] ?? 0) / unit));
    levels.forEach((level, k) => {
      covered[k] = (covered[k] ?? 0) + (actual <= level ? 1 : 0);
    });
  }
  const runs = LEVELS.map((_, k) =>
    simulate(
      series,
      targets.map((each) => each[k] ?? 0),
    ),
  );
  const steps = CURVE_SCORES.map((score) =>
    simulate(
      series,
      targets.map((each) => levelAt(each, score)),
    ),
  );
  const start = startOf(series);
  return {
    pinball,
    covered,
    sums,
    stock: runs.map(({ stock }) => stock / unit),
    served: runs.map(({ served }) => served / unit),
    backorders: runs.map(({ backorders }) => backorders / unit),
    cyclesServed: runs.map(({ cyclesServed }) => cyclesServed),
    curve: {
      stock: steps.map(({ stock }) => stock / unit),
      served: steps.map(({ served }) => served / unit),
    },
    demand: sum(test.subarray(start)) / unit,
    periods: test.length - start,
    cycles: Math.ceil((test.length - start) / review),
  };
}

/** The level between two of the grid, by a straight line over normal scores: z·σ·√ is such a line. */
function levelAt(levels: readonly number[], score: number): number {
  const above = Math.max(
    1,
    GRID_SCORES.findIndex((each) => each >= score),
  );
  const [low = 0, high = 0] = [GRID_SCORES[above - 1], GRID_SCORES[above]];
  const [from = 0, to = 0] = [levels[above - 1], levels[above]];
  return from + ((to - from) * (score - low)) / (high - low);
}

function lossOf(actual: number, level: number, probability: number): number {
  return actual > level ? probability * (actual - level) : (1 - probability) * (level - actual);
}

function startOf({ test, seasonLength }: Series): number {
  const { lead, review } = leadAndReview(seasonLength);
  return Math.min(lead + review, test.length - 1);
}

type Run = {
  readonly stock: number;
  readonly served: number;
  readonly backorders: number;
  readonly cyclesServed: number;
};

function simulate(series: Series, targets: readonly number[]): Run {
  const { lead, review } = leadAndReview(series.seasonLength);
  const start = startOf(series);
  const arrivals = new Float64Array(series.test.length + lead + 1);
  let net = targets[0] ?? 0;
  let position = net;
  let [stock, served, backorders] = [0, 0, 0];
  const shortCycles = new Set<number>();
  series.test.forEach((demand, t) => {
    const order = t % review === 0 ? Math.max(0, (targets[t] ?? 0) - position) : 0;
    arrivals[t + lead] = order;
    net += arrivals[t] ?? 0;
    const sold = Math.min(demand, Math.max(0, net));
    net -= demand;
    position += order - demand;
    if (t < start) return;
    served += sold;
    stock += Math.max(0, net);
    backorders += Math.max(0, -net);
    if (sold < demand) shortCycles.add(Math.floor((t - start) / review));
  });
  const cycles = Math.ceil((series.test.length - start) / review);
  return { stock, served, backorders, cyclesServed: cycles - shortCycles.size };
}
