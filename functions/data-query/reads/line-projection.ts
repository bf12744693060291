/** How the stock of a line's product may go on, with the order and without it. */
import type { ApprovalDetail, ApprovalLine } from '#shared/contracts/api/models/approvals.ts';
import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import type { ObservedLeadTime } from '#shared/domain/planning/observed-lead-time.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { demandQuantile } from '#shared/forecasting/demand-quantile.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import type { ProjectableForecast } from '#shared/forecasting/simulate-stock.ts';
import { stockProjection } from '#shared/forecasting/stock-projection.ts';

import type { StoredForecast } from './latest-forecasts.ts';

const shortestDays = 30;
const longestDays = 120;
const daysWithoutDemand = 60;

/** What a projection is made of. */
export type ProjectionContext = {
  readonly line: PurchaseOrderLine;
  readonly facts: MaterialFacts;
  readonly forecast: StoredForecast | undefined;
  /** Null: no lead time is known. */
  readonly leadTime: ObservedLeadTime | null;
  readonly costs: ApprovalDetail['costAssumptions'];
  readonly today: string;
};

/** Of a line without a forecast or a lead time, or one of too many. */
export const nothingProjected: Pick<ApprovalLine, 'projection' | 'costOfWaiting' | 'decideBy'> = {
  projection: { withOrder: [], withoutOrder: [] },
  costOfWaiting: [],
  decideBy: null,
};

/** Bands of stock per day and the cost of waiting; empty without a forecast or a lead time. */
export function lineProjection({
  line,
  facts,
  forecast,
  leadTime,
  costs,
  today,
}: ProjectionContext): Pick<ApprovalLine, 'projection' | 'costOfWaiting' | 'decideBy'> {
  const shape = projectable(facts, forecast);
  if (shape === null || leadTime === null) {
    return nothingProjected;
  }
  const targetRisk = facts.cycleServiceLevel === null ? null : 1 - facts.cycleServiceLevel;
  const { days, costOfWaiting, decideBy } = stockProjection({
    asOf: today,
    available: facts.available,
    forecast: shape,
    leadTimeDays: leadTime,
    openOrders: facts.openOrders,
    days: daysShown(facts, line),
    orderQuantity: line.quantity,
    targetRisk,
    costs: {
      unitPriceMinor: line.unitPriceMinor,
      holdingCostRate: costs.holdingCostRate,
      shortageCostPerUnitMinor: line.unitPriceMinor * costs.marginOfPrice,
    },
    // The same facts give the same picture, however often the page is opened.
    random: seededRandom(`${facts.productId}:${facts.locationId}:${today}`),
  });
  return {
    projection: {
      withOrder: days.flatMap(({ day, withOrder }) =>
        withOrder === null ? [] : { day, ...rounded(withOrder) },
      ),
      withoutOrder: days.map(({ day, withoutOrder }) => ({ day, p50: tenths(withoutOrder.p50) })),
    },
    decideBy: { ...decideBy, targetRisk },
    costOfWaiting: costOfWaiting.map(({ waitDays, meanMinor, p90Minor }) => ({
      days: waitDays,
      amountMinor: meanMinor,
      p90Minor,
    })),
  };
}

/** The days on which an order of today arrives: as likely before as after, and nine times in ten by. */
export function arrivalOf(
  leadTime: ObservedLeadTime | null,
  today: string,
): Pick<ApprovalLine, 'arrivalP50' | 'arrivalP90'> {
  if (leadTime === null) return { arrivalP50: null, arrivalP90: null };
  const dayAt = (probability: number): string =>
    addDays(today, Math.round(demandQuantile({ ...leadTime, isCount: false }, probability)));
  return { arrivalP50: dayAt(0.5), arrivalP90: dayAt(0.9) };
}

/** The newest forecast; without one, the even demand that the policy in force was made for. */
function projectable(facts: MaterialFacts, stored: StoredForecast | undefined): ProjectableForecast | null {
  if (stored !== undefined) return stored.forecast;
  const { meanPerDay, standardDeviationPerDay, leadTimeDemand } = facts;
  if (meanPerDay === null || standardDeviationPerDay === null || leadTimeDemand === null) return null;
  const weekdayFactors = [1, 1, 1, 1, 1, 1, 1];
  return { meanPerDay, trendPerDay: 0, weekdayFactors, standardDeviationPerDay, leadTimeDemand };
}

/** To the end of the cover that the order gives. */
function daysShown(
  { meanPerDay, inventoryPosition }: MaterialFacts,
  { quantity }: PurchaseOrderLine,
): number {
  const cover =
    (meanPerDay ?? 0) > 0 ? (inventoryPosition + quantity) / (meanPerDay ?? 1) : daysWithoutDemand;
  return Math.min(longestDays, Math.max(shortestDays, Math.ceil(cover)));
}

function rounded({ p10, p25, p50, p75, p90 }: Omit<ApprovalLine['projection']['withOrder'][number], 'day'>) {
  return { p10: tenths(p10), p25: tenths(p25), p50: tenths(p50), p75: tenths(p75), p90: tenths(p90) };
}

function tenths(quantity: number): number {
  return Math.round(quantity * 10) / 10;
}
