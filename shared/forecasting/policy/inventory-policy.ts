import type { PolicyOverride, ServiceMeasure } from '#shared/contracts/events/planning-settings.ts';
import { dailyMeans } from '#shared/forecasting/daily-means.ts';
import { demandOver } from '#shared/forecasting/demand-over.ts';
import { chanceWithin, demandQuantile } from '#shared/forecasting/demand-quantile.ts';
import type { DemandDistribution, Forecast } from '#shared/forecasting/item-forecast.ts';
import { mean } from '#shared/forecasting/sum.ts';

import { fillRateReorderPoint } from './fill-rate-reorder-point.ts';
import {
  fillRateAt,
  meanOrderQuantity,
  type PolicyLevels,
  type ReplenishmentCycle,
} from './replenishment-cycle.ts';

/** What is wanted of a product's policy, and what bounds it. */
export type PolicyTerms = {
  /** Day of the forecast. */
  readonly asOf: string;
  readonly leadTimeDays: { readonly mean: number; readonly standardDeviation: number };
  readonly reviewPeriodDays: number;
  readonly service: { readonly measure: ServiceMeasure; readonly target: number };
  /** Kilograms and metres come in parts; pieces do not. */
  readonly isFractional: boolean;
  /** 0: no minimum. */
  readonly minimumOrderQuantity: number;
  /** 0: any quantity. */
  readonly orderMultiple: number;
  /** What a person set for the product; null: nothing. */
  readonly override: Pick<PolicyOverride, 'minStock' | 'maxStock' | 'doNotStock'> | null;
};

/** Levels, and the service they give. */
export type InventoryPolicy = PolicyLevels & {
  /** P(no stock-out from reorder point to receipt) that the levels give. */
  readonly cycleServiceLevel: number;
  /** Share of units that the levels should serve from stock. */
  readonly expectedFillRate: number;
  readonly leadTimeDemand: DemandDistribution;
  readonly protectionDemand: DemandDistribution;
};

/** The demand that a policy rests on. */
export type PolicyDemand = {
  readonly leadTimeDemand: DemandDistribution;
  readonly protectionDemand: DemandDistribution;
  readonly cycle: ReplenishmentCycle;
};

/** A probability of 0 or 1 is never known. */
const LEAST_CHANCE = 0.0001;

/**
 * Policy of a forecast. For a cycle service level: reorder point = its quantile of lead-time demand, order-up-to level =
 * the same quantile of demand over lead time and review period. For a fill rate: the lowest reorder point that reaches
 * it, and above that the mean demand of a review period. Safety stock = reorder point − mean lead-time demand. Whole
 * units are rounded up, so that what is wanted is reached; then hold what a person set.
 * Source: Silver, Pyke, Thomas, "Inventory and Production Management in Supply Chains", chapter 6.
 */
export function inventoryPolicy(forecast: Forecast, terms: PolicyTerms): InventoryPolicy {
  const demand = policyDemand(forecast, terms);
  const levels = policyLevels(demand, terms);
  const { cycleServiceLevel, expectedFillRate } = policyService(demand, levels);
  const { leadTimeDemand, protectionDemand } = demand;
  return { ...levels, cycleServiceLevel, expectedFillRate, leadTimeDemand, protectionDemand };
}

/** Demand over lead time and review period, and what an order cycle is made of. */
export function policyDemand(
  forecast: Forecast,
  terms: Omit<PolicyTerms, 'service' | 'override'>,
): PolicyDemand {
  const { asOf, leadTimeDays, reviewPeriodDays, isFractional, minimumOrderQuantity, orderMultiple } = terms;
  const over = (days: number): DemandDistribution =>
    demandOver(forecast, { asOf, days, leadTimeStandardDeviation: leadTimeDays.standardDeviation });
  const leadTimeDemand = over(leadTimeDays.mean);
  const protectionDemand = reviewPeriodDays > 0 ? over(leadTimeDays.mean + reviewPeriodDays) : leadTimeDemand;
  const { perDay, ofLevel } = forecast.variance;
  const meanPerDay = meanAfterLeadTime(forecast, terms);
  const nextDayDemand = {
    mean: leadTimeDemand.mean + meanPerDay,
    standardDeviation: Math.sqrt(
      leadTimeDemand.standardDeviation ** 2 + perDay + (2 * leadTimeDays.mean + 1) * ofLevel,
    ),
    isCount: leadTimeDemand.isCount,
  };
  const cycle = {
    leadTimeDemand,
    nextDayDemand,
    meanPerDay,
    variancePerDay: perDay,
    isFractional,
    minimumOrderQuantity,
    orderMultiple,
  };
  return { leadTimeDemand, protectionDemand, cycle };
}

/** Mean of the whole weeks that the review period begins, once the lead time is over: one day alone is no rate. */
function meanAfterLeadTime(
  forecast: Forecast,
  { asOf, leadTimeDays, reviewPeriodDays }: Pick<PolicyTerms, 'asOf' | 'leadTimeDays' | 'reviewPeriodDays'>,
): number {
  const from = Math.floor(leadTimeDays.mean);
  const days = 7 * Math.max(1, Math.ceil(reviewPeriodDays / 7));
  return mean(dailyMeans(forecast, asOf, from + days).subarray(from));
}

type LevelTerms = Pick<PolicyTerms, 'service' | 'reviewPeriodDays' | 'isFractional' | 'override'>;

/** The levels that reach the wanted service, as far as what a person set lets them. */
export function policyLevels(demand: PolicyDemand, terms: LevelTerms): PolicyLevels {
  const { isFractional, override } = terms;
  if (override?.doNotStock === true) return { safetyStock: 0, reorderPoint: 0, orderUpToLevel: 0 };
  const round = isFractional ? thousandthUp : wholeUp;
  const wanted = wantedLevels(demand, terms, round);
  const lifted = Math.max(0, round(override?.minStock ?? 0) - wanted.reorderPoint);
  const ceiling = override?.maxStock ?? Infinity;
  const highest = isFractional ? ceiling : Math.floor(ceiling);
  const reorderPoint = Math.min(highest, thousandths(wanted.reorderPoint + lifted));
  const orderUpToLevel = Math.min(highest, thousandths(wanted.orderUpToLevel + lifted));
  const safetyStock = Math.min(reorderPoint, round(Math.max(0, reorderPoint - demand.leadTimeDemand.mean)));
  return { safetyStock, reorderPoint, orderUpToLevel };
}

function wantedLevels(
  { leadTimeDemand, protectionDemand, cycle }: PolicyDemand,
  { service, reviewPeriodDays }: LevelTerms,
  round: (quantity: number) => number,
): Pick<PolicyLevels, 'reorderPoint' | 'orderUpToLevel'> {
  if (service.measure === 'fillRate') {
    const gap = round(cycle.meanPerDay * reviewPeriodDays);
    const reorderPoint = round(fillRateReorderPoint(cycle, gap, service.target));
    return { reorderPoint, orderUpToLevel: reorderPoint + gap };
  }
  const reorderPoint = round(demandQuantile(leadTimeDemand, service.target));
  const orderUpToLevel = round(demandQuantile(protectionDemand, service.target));
  return { reorderPoint, orderUpToLevel: Math.max(reorderPoint, orderUpToLevel) };
}

/** The service that levels give, whatever it was that they were made for. */
export function policyService(
  { leadTimeDemand, cycle }: PolicyDemand,
  levels: PolicyLevels,
): Pick<InventoryPolicy, 'cycleServiceLevel' | 'expectedFillRate'> & { readonly meanOrderQuantity: number } {
  const chance = chanceWithin(leadTimeDemand, levels.reorderPoint);
  return {
    cycleServiceLevel: Math.min(1 - LEAST_CHANCE, Math.max(LEAST_CHANCE, chance)),
    expectedFillRate: fillRateAt(cycle, levels),
    meanOrderQuantity: meanOrderQuantity(cycle, levels),
  };
}

/** Rounds up, but not for a rounding error of the computation. */
function wholeUp(quantity: number): number {
  return Math.max(0, Math.ceil(quantity - 1e-9));
}

/** A sum of two thousandths is one, whatever binary fractions say. */
function thousandths(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}

function thousandthUp(quantity: number): number {
  return Math.max(0, Math.ceil(quantity * 1000 - 1e-6) / 1000);
}
