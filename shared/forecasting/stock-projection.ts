import { addDays } from './day-number.ts';
import { demandQuantile } from './demand-quantile.ts';
import { fanOf, sortedOf, unsoldBefore, walk, type StockFan, type StockPath } from './stock-path.ts';
import { quantileOfSorted } from './quantile-of-sorted.ts';
import { futures, type StockOutlook } from './simulate-stock.ts';
import { mean } from './sum.ts';

export type ProjectionInput = StockOutlook & {
  /** Days to show, from `asOf` on. */
  readonly days: number;
  /** The order to be decided, as if issued on `asOf`; null: none. */
  readonly orderQuantity: number | null;
  /** Null: waiting is not priced. */
  readonly costs: WaitingCosts | null;
  /** Chance of a stock-out that is put up with, 1 − wanted service; absent or null: none was set. */
  readonly targetRisk?: number | null;
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
  /** Waits to price; default: those of the decision page. */
  readonly waits?: readonly number[];
};

export type StockProjection = {
  readonly days: readonly {
    readonly day: string;
    readonly withoutOrder: StockFan;
    readonly withOrder: StockFan | null;
  }[];
  /** First day without stock if nothing is ordered; null: none within the days shown. */
  readonly stockoutDay: Readonly<Record<'p10' | 'p50' | 'p90', string | null>>;
  /** Chance that stock runs out before the order arrives, if it is issued on `asOf`, and a week later. */
  readonly stockoutRiskNow: number;
  readonly stockoutRiskWait7: number;
  /** The same after each wait. */
  readonly stockoutRisk: readonly { readonly waitDays: number; readonly risk: number }[];
  /** Day the order arrives if it is issued on `asOf`. */
  readonly arrival: Readonly<Record<'p10' | 'p50' | 'p90', string>>;
  readonly decideBy: DecideBy;
  /** Margin lost before arrival beyond what is lost anyway − holding cost saved; 0 for no wait. Empty: not priced. */
  readonly costOfWaiting: readonly {
    readonly waitDays: number;
    readonly meanMinor: number;
    readonly p90Minor: number;
  }[];
};

/** The last day on which an order still arrives, as a median, by the median stock-out. */
type DecideBy = {
  /** In the past by `daysLate`, if it is too late already. */
  readonly day: string;
  /** The day is over, or the risk is above the target already. */
  readonly isLate: boolean;
  readonly daysLate: number;
  /** No stock-out was found as far as was looked: `day` is the earliest that it may be. */
  readonly isEarliest: boolean;
};

const RISK_WAITS = [0, 1, 2, 3, 5, 7, 10, 14];
const COST_WAITS = [1, 3, 5, 7, 10];
const LONGEST_WAIT = 14;
const PATHS = 500;
const LONGEST_DAYS = 420;

/** Projects stock day by day over simulated futures, with and without the order; one seed gives one answer. */
export function stockProjection(input: ProjectionInput): StockProjection {
  const { mean: leadTime, standardDeviation } = input.leadTimeDays;
  const longestWait = LONGEST_WAIT + Math.ceil(leadTime + 3 * standardDeviation);
  const days = Math.min(LONGEST_DAYS, Math.max(input.days, longestWait) + 1);
  const next = futures(input, days, input.random);
  const paths = Array.from({ length: input.paths ?? PATHS }, () => walk(next(), input));
  const outDays = sortedOf(paths, (path) => path.firstOutDay);
  const riskAfter = (waitDays: number): number =>
    mean(paths.map((path) => (path.firstOutDay < waitDays + path.leadTimeDays ? 1 : 0)));
  const stockoutRiskNow = riskAfter(0);
  const shownDay = (index: number): string | null => (index < input.days ? addDays(input.asOf, index) : null);
  return {
    days: Array.from({ length: input.days }, (_, i) => ({
      day: addDays(input.asOf, i),
      withoutOrder: fanOf(paths, (path) => path.without[i] ?? 0),
      withOrder: input.orderQuantity === null ? null : fanOf(paths, (path) => path.with[i] ?? 0),
    })),
    stockoutDay: {
      p10: shownDay(dayAt(outDays, 0.1)),
      p50: shownDay(dayAt(outDays, 0.5)),
      p90: shownDay(dayAt(outDays, 0.9)),
    },
    stockoutRiskNow,
    stockoutRiskWait7: riskAfter(7),
    stockoutRisk: RISK_WAITS.map((waitDays) => ({ waitDays, risk: riskAfter(waitDays) })),
    arrival: {
      p10: addDays(input.asOf, leadTimeAt(input, 0.1)),
      p50: addDays(input.asOf, leadTimeAt(input, 0.5)),
      p90: addDays(input.asOf, leadTimeAt(input, 0.9)),
    },
    decideBy: decideBy(input, Math.min(days, dayAt(outDays, 0.5)), {
      isEarliest: dayAt(outDays, 0.5) >= days,
      risk: stockoutRiskNow,
    }),
    costOfWaiting: costsOf(paths, input),
  };
}

/** Index of a day that exists: no line between two of them. */
function dayAt(sortedDays: Float64Array, probability: number): number {
  return sortedDays[Math.floor((sortedDays.length - 1) * probability)] ?? Infinity;
}

/** Whole days; goods of today arrive tomorrow at the earliest. */
function leadTimeAt({ leadTimeDays }: ProjectionInput, probability: number): number {
  const { mean: days, standardDeviation } = leadTimeDays;
  return Math.max(
    1,
    Math.round(demandQuantile({ mean: days, standardDeviation, isCount: false }, probability)),
  );
}

function decideBy(
  input: ProjectionInput,
  outDay: number,
  { isEarliest, risk }: { readonly isEarliest: boolean; readonly risk: number },
): DecideBy {
  const inDays = outDay - leadTimeAt(input, 0.5);
  const daysLate = Math.max(0, -inDays);
  const target = input.targetRisk ?? null;
  return {
    day: addDays(input.asOf, inDays),
    isLate: daysLate > 0 || (target !== null && risk > target),
    daysLate,
    isEarliest,
  };
}

function costsOf(paths: readonly StockPath[], input: ProjectionInput): StockProjection['costOfWaiting'] {
  const { costs, orderQuantity } = input;
  if (costs === null || orderQuantity === null) return [];
  const holdingPerDay = (orderQuantity * costs.unitPriceMinor * costs.holdingCostRate) / 365;
  return (costs.waits ?? COST_WAITS).map((waitDays) => {
    const each = sortedOf(paths, (path) => {
      const lost = unsoldBefore(path, waitDays + path.leadTimeDays) - unsoldBefore(path, path.leadTimeDays);
      return lost * costs.shortageCostPerUnitMinor - waitDays * holdingPerDay;
    });
    return { waitDays, meanMinor: Math.round(mean(each)), p90Minor: Math.round(quantileOfSorted(each, 0.9)) };
  });
}
