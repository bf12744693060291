import type { MaterialFacts, OpenOrder } from '#shared/contracts/material-facts.ts';
import { addDays, dayNumber } from '#shared/forecasting/day-number.ts';
import { chanceOfDemand, demandQuantile, type DemandMoments } from '#shared/forecasting/demand-quantile.ts';

/** When stock runs out if nothing is ordered, and how likely that is before an order would arrive. */
export type StockoutOutlook = {
  /** P(stock-out before an order issued today arrives). */
  readonly risk: number;
  /** The same if the order is issued a week later. */
  readonly riskAfterWeek: number;
  /** Median day on which stock runs out; null: not within the horizon. */
  readonly stockoutDay: string | null;
  /** Earliest likely day (one in ten futures runs out earlier). */
  readonly earliestStockoutDay: string | null;
  /** Last day on which ordering still arrives before the median stock-out; may lie in the past. */
  readonly decideBy: string | null;
};

type OutlookFacts = Pick<
  MaterialFacts,
  | 'available'
  | 'openOrders'
  | 'meanPerDay'
  | 'standardDeviationPerDay'
  | 'leadTimeDays'
  | 'leadTimeStandardDeviation'
  | 'leadTimeDemand'
>;

const HORIZON_DAYS = 120;
/** An overdue order is still expected, about this many days from now. */
const OVERDUE_ARRIVES_IN_DAYS = 3;

/**
 * Outlook by quantile arithmetic, fast enough for every row of a list: demand up to day t has mean d̄·t and variance
 * σ²·t, widened so that over the lead time it is the forecast's; goods on order count from the day they are promised,
 * so a distant order hides no stock-out. Null without a forecast or a lead time.
 * Source: Silver, Pyke, Thomas, sections 6.7 and 6.10.
 */
export function stockoutOutlook(facts: OutlookFacts, asOf: string): StockoutOutlook | null {
  const { meanPerDay, standardDeviationPerDay, leadTimeDays } = facts;
  if (meanPerDay === null || standardDeviationPerDay === null || leadTimeDays === null) return null;
  if (meanPerDay <= 0) return nothingSells;
  const supply = supplyOf(facts, asOf);
  const spreadPerDay = spreadOf(facts, meanPerDay, standardDeviationPerDay);
  const demandBy = (days: number, leadTimeSpread = 0): DemandMoments => ({
    mean: meanPerDay * days,
    standardDeviation: Math.hypot(spreadPerDay * Math.sqrt(days), meanPerDay * leadTimeSpread),
    isCount: false,
  });
  const riskBefore = (days: number): number => {
    // What arrives later helps no earlier day: the risk is that of the worst moment before an arrival.
    const before = supply.map((receipt) => receipt.day).filter((day) => day > 0 && day < days);
    const risks = before.map((day) => chanceOfDemand(demandBy(day), suppliedBefore(supply, day)));
    const atArrival = demandBy(days, facts.leadTimeStandardDeviation ?? 0);
    return Math.max(...risks, chanceOfDemand(atArrival, suppliedBefore(supply, days)));
  };
  const firstDayAt = (probability: number): number | null => {
    for (let day = 1; day <= HORIZON_DAYS; day += 1) {
      if (demandQuantile(demandBy(day), probability) >= suppliedBefore(supply, day)) return day - 1;
    }
    return null;
  };
  const median = firstDayAt(0.5);
  const earliest = firstDayAt(0.9);
  return {
    risk: riskBefore(leadTimeDays),
    riskAfterWeek: riskBefore(leadTimeDays + 7),
    stockoutDay: median === null ? null : addDays(asOf, median),
    earliestStockoutDay: earliest === null ? null : addDays(asOf, earliest),
    decideBy: median === null ? null : addDays(asOf, Math.floor(median - leadTimeDays)),
  };
}

const nothingSells: StockoutOutlook = {
  risk: 0,
  riskAfterWeek: 0,
  stockoutDay: null,
  earliestStockoutDay: null,
  decideBy: null,
};

type Receipt = { readonly day: number; readonly quantity: number };

/** What is there (day 0) and what is to come, by days from now. */
function supplyOf({ available, openOrders, leadTimeDays }: OutlookFacts, asOf: string): readonly Receipt[] {
  const today = dayNumber(asOf);
  const arrival = (order: OpenOrder): number => {
    if (order.promisedDate === null) return leadTimeDays ?? 0;
    const days = dayNumber(order.promisedDate) - today;
    return days < 0 ? OVERDUE_ARRIVES_IN_DAYS : days;
  };
  return [
    { day: 0, quantity: available },
    ...openOrders.map((order) => ({ day: arrival(order), quantity: order.quantity })),
  ];
}

function suppliedBefore(supply: readonly Receipt[], day: number): number {
  return supply.reduce((total, receipt) => total + (receipt.day < day ? receipt.quantity : 0), 0);
}

/** Spread per √day so that the lead time's demand has the forecast's standard deviation, never below a day's own. */
function spreadOf(facts: OutlookFacts, meanPerDay: number, standardDeviationPerDay: number): number {
  const { leadTimeDemand, leadTimeDays, leadTimeStandardDeviation } = facts;
  if (leadTimeDemand === null || leadTimeDays === null || leadTimeDays <= 0) return standardDeviationPerDay;
  const ofLeadTime = meanPerDay * (leadTimeStandardDeviation ?? 0);
  const ofDemand = leadTimeDemand.standardDeviation ** 2 - ofLeadTime ** 2;
  return Math.max(standardDeviationPerDay, Math.sqrt(Math.max(0, ofDemand) / leadTimeDays));
}
