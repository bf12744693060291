import { at } from './at.ts';
import { addDays } from './day-number.ts';
import { quantileOfSorted } from './quantile-of-sorted.ts';
import { futures, type Future, type StockOutlook } from './simulate-stock.ts';
import { mean } from './sum.ts';

/** Quantiles of projected available stock at the end of a day. */
type StockFan = {
  readonly p10: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
};

export type ProjectionInput = StockOutlook & {
  /** Days to show, from `asOf` on. */
  readonly days: number;
  /** The order to be decided, as if issued on `asOf`; null: none. */
  readonly orderQuantity: number | null;
  /** Null: waiting is not priced. */
  readonly costs: WaitingCosts | null;
  readonly random: () => number;
  readonly paths?: number;
};

/** Money in minor units of the order's currency. */
type WaitingCosts = {
  readonly unitPriceMinor: number;
  /** Of the value of stock, per year. */
  readonly holdingCostRate: number;
  /** Margin lost per unit that could not be sold. */
  readonly shortageCostPerUnitMinor: number;
};

export type StockProjection = {
  readonly days: readonly {
    readonly day: string;
    readonly withoutOrder: StockFan;
    readonly withOrder: StockFan | null;
  }[];
  /** First day without stock if nothing is ordered; null: none within the days shown. */
  readonly stockoutDay: Readonly<Record<'p10' | 'p50' | 'p90', string | null>>;
  /** Chance that stock runs out before the order arrives, if it is issued after so many days. */
  readonly stockoutRisk: readonly { readonly waitDays: number; readonly risk: number }[];
  /** Day the order arrives if it is issued on `asOf`. */
  readonly arrival: { readonly p50: string; readonly p90: string };
  /** Margin lost before arrival beyond what is lost anyway − holding cost saved. */
  readonly costOfWaiting: readonly {
    readonly waitDays: number;
    readonly meanMinor: number;
    readonly p90Minor: number;
  }[];
};

const RISK_WAITS = [0, 1, 2, 3, 5, 7, 10, 14];
const COST_WAITS = [1, 3, 5, 7, 10];
const PATHS = 500;
const LONGEST_DAYS = 240;

/** Projects stock day by day over simulated futures, with and without the order; one seed gives one answer. */
export function stockProjection(input: ProjectionInput): StockProjection {
  const { mean: leadTime, standardDeviation } = input.leadTimeDays;
  const longestWait = Math.max(...RISK_WAITS) + Math.ceil(leadTime + 3 * standardDeviation);
  const days = Math.min(LONGEST_DAYS, Math.max(input.days, longestWait) + 1);
  const next = futures(input, days, input.random);
  const paths = Array.from({ length: input.paths ?? PATHS }, () => walk(next(), input));
  const firstOut = paths.map((path) => path.firstOutDay);
  return {
    days: Array.from({ length: input.days }, (_, i) => ({
      day: addDays(input.asOf, i),
      withoutOrder: fan(paths, (path) => at(path.without, i)),
      withOrder: input.orderQuantity === null ? null : fan(paths, (path) => at(path.with, i)),
    })),
    stockoutDay: outDays(firstOut, input),
    stockoutRisk: RISK_WAITS.map((waitDays) => ({
      waitDays,
      risk: mean(paths.map((path) => (path.firstOutDay < waitDays + path.leadTimeDays ? 1 : 0))),
    })),
    arrival: arrivalOf(paths, input.asOf),
    costOfWaiting: costsOf(paths, input),
  };
}

type Path = {
  readonly without: Float64Array;
  readonly with: Float64Array;
  /** Units that could not be sold up to and including each day, without the order. */
  readonly unsold: Float64Array;
  /** Index of the first day that ends without stock; Infinity: none. */
  readonly firstOutDay: number;
  readonly leadTimeDays: number;
};

/** One future walked day by day: goods arrive in the morning, what stock cannot serve is lost. */
function walk(future: Future, { available, orderQuantity }: ProjectionInput): Path {
  const days = future.demand.length;
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
    const demand = at(future.demand, i);
    stock += at(future.receipts, i);
    stockWith += at(future.receipts, i) + (i === future.leadTimeDays ? (orderQuantity ?? 0) : 0);
    const sold = Math.min(demand, Math.max(0, stock));
    unsold += demand - sold;
    stock -= sold;
    stockWith -= Math.min(demand, Math.max(0, stockWith));
    if (stock <= 0 && firstOutDay === Infinity) firstOutDay = i;
    path.without[i] = stock;
    path.with[i] = stockWith;
    path.unsold[i] = unsold;
  }
  return { ...path, firstOutDay, leadTimeDays: future.leadTimeDays };
}

function fan(paths: readonly Path[], value: (path: Path) => number): StockFan {
  const sorted = sortedOf(paths, value);
  return {
    p10: quantileOfSorted(sorted, 0.1),
    p25: quantileOfSorted(sorted, 0.25),
    p50: quantileOfSorted(sorted, 0.5),
    p75: quantileOfSorted(sorted, 0.75),
    p90: quantileOfSorted(sorted, 0.9),
  };
}

/** Float64Array.from(…, map) goes through iterators: twenty times slower. */
function sortedOf(paths: readonly Path[], value: (path: Path) => number): Float64Array {
  const values = new Float64Array(paths.length);
  paths.forEach((path, i) => {
    values[i] = value(path);
  });
  return values.sort();
}

function outDays(
  firstOut: readonly number[],
  { asOf, days }: ProjectionInput,
): StockProjection['stockoutDay'] {
  const sorted = Float64Array.from(firstOut).sort();
  const dayAt = (probability: number): string | null => {
    const index = at(sorted, Math.floor((sorted.length - 1) * probability));
    return index < days ? addDays(asOf, index) : null;
  };
  return { p10: dayAt(0.1), p50: dayAt(0.5), p90: dayAt(0.9) };
}

function arrivalOf(paths: readonly Path[], asOf: string): StockProjection['arrival'] {
  const sorted = sortedOf(paths, (path) => path.leadTimeDays);
  return {
    p50: addDays(asOf, Math.round(quantileOfSorted(sorted, 0.5))),
    p90: addDays(asOf, Math.round(quantileOfSorted(sorted, 0.9))),
  };
}

function costsOf(paths: readonly Path[], input: ProjectionInput): StockProjection['costOfWaiting'] {
  const { costs, orderQuantity } = input;
  if (costs === null || orderQuantity === null) return [];
  const holdingPerDay = (orderQuantity * costs.unitPriceMinor * costs.holdingCostRate) / 365;
  return COST_WAITS.map((waitDays) => {
    const each = sortedOf(paths, (path) => {
      const lost = unsoldBefore(path, waitDays + path.leadTimeDays) - unsoldBefore(path, path.leadTimeDays);
      return lost * costs.shortageCostPerUnitMinor - waitDays * holdingPerDay;
    });
    return { waitDays, meanMinor: Math.round(mean(each)), p90Minor: Math.round(quantileOfSorted(each, 0.9)) };
  });
}

function unsoldBefore(path: Path, day: number): number {
  return at(path.unsold, Math.min(day, path.unsold.length) - 1);
}
