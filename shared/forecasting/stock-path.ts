import { quantileOfSorted } from './quantile-of-sorted.ts';
import type { Future } from './simulate-stock.ts';

/** Quantiles of projected available stock at the end of a day. */
export type StockFan = {
  readonly p10: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
};

/** Stock of one future, day by day. */
export type StockPath = {
  readonly without: Float64Array;
  readonly with: Float64Array;
  /** Units that could not be sold up to and including each day, without the order. */
  readonly unsold: Float64Array;
  /** Index of the first day that ends without stock; Infinity: none. */
  readonly firstOutDay: number;
  readonly leadTimeDays: number;
};

/** One future walked day by day: goods arrive in the morning, what stock cannot serve is lost. */
export function walk(
  { demand, receipts, leadTimeDays }: Future,
  { available, orderQuantity }: { readonly available: number; readonly orderQuantity: number | null },
): StockPath {
  const days = demand.length;
  const path = {
    without: new Float64Array(days),
    with: new Float64Array(days),
    unsold: new Float64Array(days),
  };
  let stock = available;
  let stockWith = available;
  let unsold = 0;
  let firstOutDay = Infinity;
  for (let i = 0; i < days; i += 1) {
    const wanted = demand[i] ?? 0;
    const arrived = receipts[i] ?? 0;
    stock += arrived;
    stockWith += arrived + (i === leadTimeDays ? (orderQuantity ?? 0) : 0);
    const sold = Math.min(wanted, Math.max(0, stock));
    unsold += wanted - sold;
    stock -= sold;
    stockWith -= Math.min(wanted, Math.max(0, stockWith));
    if (stock <= 0 && firstOutDay === Infinity) firstOutDay = i;
    path.without[i] = stock;
    path.with[i] = stockWith;
    path.unsold[i] = unsold;
  }
  return { ...path, firstOutDay, leadTimeDays };
}

/** Units that could not be sold before a day. */
export function unsoldBefore({ unsold }: StockPath, day: number): number {
  return unsold[Math.min(day, unsold.length) - 1] ?? 0;
}

/** The fan of a figure over all futures. */
export function fanOf(paths: readonly StockPath[], value: (path: StockPath) => number): StockFan {
  const sorted = sortedOf(paths, value);
  return {
    p10: quantileOfSorted(sorted, 0.1),
    p25: quantileOfSorted(sorted, 0.25),
    p50: quantileOfSorted(sorted, 0.5),
    p75: quantileOfSorted(sorted, 0.75),
    p90: quantileOfSorted(sorted, 0.9),
  };
}

/** A figure of all futures, ascending. Float64Array.from(…, map) goes through iterators: twenty times slower. */
export function sortedOf(paths: readonly StockPath[], value: (path: StockPath) => number): Float64Array {
  const values = new Float64Array(paths.length);
  paths.forEach((path, i) => {
    values[i] = value(path);
  });
  return values.sort();
}
