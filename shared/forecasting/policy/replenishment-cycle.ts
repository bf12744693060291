import type { DemandMoments } from '#shared/forecasting/demand-quantile.ts';
import { expectedShortage, summedShortage } from '#shared/forecasting/expected-shortage.ts';

/** Levels that say when to order and up to what, in stock units. */
export type PolicyLevels = {
  readonly safetyStock: number;
  readonly reorderPoint: number;
  readonly orderUpToLevel: number;
};

/** What a product's order cycles are made of. */
export type ReplenishmentCycle = {
  readonly leadTimeDemand: DemandMoments;
  /** Over one day more than the lead time. */
  readonly nextDayDemand: DemandMoments;
  /** Stock units per day over the cycle. */
  readonly meanPerDay: number;
  readonly variancePerDay: number;
  readonly isFractional: boolean;
  readonly minimumOrderQuantity: number;
  readonly orderMultiple: number;
};

type Levels = Pick<PolicyLevels, 'reorderPoint' | 'orderUpToLevel'>;

/**
 * Share of units served from stock, 1 − units short per cycle ÷ demand per cycle, where the position is looked at once
 * a day and what is at or under the reorder point is ordered up to the order-up-to level, in allowed quantities.
 * A look that leaves the position at y makes E[(D(L + 1) − y)⁺] − E[(D(L) − y)⁺] units newly short, a lead time later.
 * Positions are equally likely between reorder point and its sum with the lot; where the need decides the lot, an order
 * lifts them by what the day had taken below the reorder point, too, so that more of them are at the order-up-to level.
 * Sources: Zipkin, "Foundations of Inventory Management" (2000), 6.2 to 6.5 and 9.6; Tijms, "A First Course in
 * Stochastic Models" (2003), 2.1 (asymptotic renewal function).
 */
export function fillRateAt(cycle: ReplenishmentCycle, levels: Levels): number {
  const { leadTimeDemand, nextDayDemand, meanPerDay } = cycle;
  if (meanPerDay <= 0) return 1;
  // What is not kept is not served from stock.
  if (levels.orderUpToLevel <= 0) return 0;
  const { lot, undershoot, top } = lotOf(cycle, levels);
  const bottom = levels.reorderPoint;
  const alongLot =
    summedShortage(nextDayDemand, bottom, bottom + lot) -
    summedShortage(leadTimeDemand, bottom, bottom + lot);
  const atTop = expectedShortage(nextDayDemand, top) - expectedShortage(leadTimeDemand, top);
  const length = lot + undershoot;
  const shortPerDay = length > 0 ? (alongLot + undershoot * atTop) / length : atTop;
  return Math.min(1, Math.max(0, 1 - shortPerDay / meanPerDay));
}

/** Mean quantity ordered at a time: the lot max(minimum, multiple, S − s), and what the last day took below s. */
export function meanOrderQuantity(cycle: ReplenishmentCycle, levels: Levels): number {
  const { lot, undershoot } = lotOf(cycle, levels);
  return lot + undershoot;
}

type Lot = {
  readonly lot: number;
  /** What an order has beyond the lot, because a day had taken the position below the reorder point. */
  readonly undershoot: number;
  /** The position after an order whose quantity the need decides. */
  readonly top: number;
};

function lotOf(cycle: ReplenishmentCycle, { reorderPoint, orderUpToLevel }: Levels): Lot {
  const { isFractional, minimumOrderQuantity, orderMultiple } = cycle;
  const smallest = isFractional ? 0 : 1;
  const multiple = Math.max(smallest, orderMultiple);
  const fewest =
    multiple > 0 ? Math.ceil(minimumOrderQuantity / multiple - 1e-9) * multiple : minimumOrderQuantity;
  // A quantity rounded up to a multiple is half of it more than needed, on average.
  const gap = orderUpToLevel - reorderPoint + (multiple - smallest) / 2;
  const lot = Math.max(fewest, multiple, gap);
  const undershoot = Math.max(0, belowReorderPoint(cycle) - (lot - gap));
  return { lot, undershoot, top: reorderPoint + gap };
}

/** Mean of reorder point − position when an order is due: the mean excess of a renewal process of daily demand. */
function belowReorderPoint({ meanPerDay, variancePerDay, leadTimeDemand }: ReplenishmentCycle): number {
  if (meanPerDay <= 0) return 0;
  const excess = (variancePerDay + meanPerDay ** 2) / (2 * meanPerDay);
  return leadTimeDemand.isCount ? Math.max(0, excess - 0.5) : excess;
}
