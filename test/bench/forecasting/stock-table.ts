/** Totals of both policies over a set, and the stock that each needs for the same service. */
import { mean, sum } from '#shared/forecasting/sum.ts';

import { LEVELS } from './product-forecast.ts';
import type { PolicyTotals, StockScores } from './stock-simulation.ts';

/** A policy at one target. */
type StockRow = {
  readonly policy: string;
  readonly target: number;
  /** Share of demand sums over lead time and review at or below the level. */
  readonly coverage: number;
  /** Share of order cycles without a stock-out. */
  readonly cycleService: number;
  /** Share of units served from stock. */
  readonly fillRate: number;
  /** Units in stock, and cost with b ÷ h = target ÷ (1 − target), per period and unit of mean demand. */
  readonly onHand: number;
  readonly cost: number;
};

/** A set's figures: the product against the textbook. */
export type StockSummary = {
  readonly rows: readonly StockRow[];
  readonly pinballRatio: number;
  readonly coverageAt95: number;
  readonly onHandAtEqualFill: number;
};

/** Sums up a set; null where no series had demand. */
export function stockSummary(all: readonly (StockScores | null)[]): StockSummary | null {
  const scores = all.filter((one) => one !== null);
  if (scores.length === 0) return null;
  const product = pooled(scores.map((one) => one.product));
  const textbook = pooled(scores.map((one) => one.textbook));
  const rows = [...rowsOf('stock-mate', product), ...rowsOf('z', textbook)];
  return {
    rows,
    pinballRatio: product.pinball / textbook.pinball,
    coverageAt95: (product.covered[LEVELS.indexOf(0.95)] ?? 0) / product.sums,
    onHandAtEqualFill: stockAtEqualFill(product.curve, textbook.curve),
  };
}

function pooled(all: readonly PolicyTotals[]): PolicyTotals {
  const total = (value: (one: PolicyTotals) => number): number => sum(all.map(value));
  const totals = (values: (one: PolicyTotals) => readonly number[]): number[] =>
    (all[0] === undefined ? [] : values(all[0])).map((_, k) => total((one) => values(one)[k] ?? 0));
  return {
    pinball: total((one) => one.pinball),
    covered: totals((one) => one.covered),
    sums: total((one) => one.sums),
    stock: totals((one) => one.stock),
    served: totals((one) => one.served),
    backorders: totals((one) => one.backorders),
    cyclesServed: totals((one) => one.cyclesServed),
    curve: {
      stock: totals((one) => one.curve.stock),
      served: totals((one) => one.curve.served),
    },
    demand: total((one) => one.demand),
    periods: total((one) => one.periods),
    cycles: total((one) => one.cycles),
  };
}

function rowsOf(policy: string, totals: PolicyTotals): StockRow[] {
  return LEVELS.map((target, k) => {
    const onHand = (totals.stock[k] ?? 0) / totals.periods;
    return {
      policy,
      target,
      coverage: (totals.covered[k] ?? 0) / totals.sums,
      cycleService: (totals.cyclesServed[k] ?? 0) / totals.cycles,
      fillRate: (totals.served[k] ?? 0) / totals.demand,
      onHand,
      cost: onHand + ((target / (1 - target)) * (totals.backorders[k] ?? 0)) / totals.periods,
    };
  });
}

/** Stock along a curve of rising service. */
type Curve = PolicyTotals['curve'];

/** Mean ratio of the stock along the fill rates that both policies reach. */
function stockAtEqualFill(product: Curve, textbook: Curve): number {
  const low = Math.max(product.served[0] ?? 0, textbook.served[0] ?? 0);
  const high = Math.min(product.served.at(-1) ?? 0, textbook.served.at(-1) ?? 0);
  const ratios = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => {
    const served = low + share * (high - low);
    return stockFor(product, served) / stockFor(textbook, served);
  });
  return mean(ratios);
}

function stockFor({ served, stock }: Curve, wanted: number): number {
  const above = Math.max(
    1,
    served.findIndex((value) => value >= wanted),
  );
  const [from = 0, to = 0] = [served[above - 1], served[above]];
  const share = to > from ? (wanted - from) / (to - from) : 0;
  return (stock[above - 1] ?? 0) + share * ((stock[above] ?? 0) - (stock[above - 1] ?? 0));
}
