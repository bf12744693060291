import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import { demandQuantile } from '#shared/forecasting/demand-quantile.ts';

/**
 * The figures a decision on one line rests on, without clock: what was seen is the same as what is, when these are.
 * The caller adds the order's revision before hashing.
 */
export type MaterialVector = {
  readonly inventoryPosition: number;
  readonly leadTimeDemandP50: number | null;
  readonly leadTimeDemandP90: number | null;
  readonly leadTimeDemandP95: number | null;
  readonly unitPriceMinor: number | null;
  readonly leadTimeP50: number | null;
  readonly leadTimeP90: number | null;
  readonly policyVersion: number | null;
};

/** The material vector of facts; quantities to three decimals, lead times to a tenth of a day. */
export function materialVector(facts: MaterialFacts): MaterialVector {
  const { leadTimeDemand, leadTimeDays } = facts;
  const leadTime = {
    mean: leadTimeDays ?? 0,
    standardDeviation: facts.leadTimeStandardDeviation ?? 0,
    isCount: false,
  };
  const leadTimeAt = (probability: number): number | null =>
    leadTimeDays === null ? null : Math.round(demandQuantile(leadTime, probability) * 10) / 10;
  return {
    inventoryPosition: thousandths(facts.inventoryPosition),
    leadTimeDemandP50: leadTimeDemand === null ? null : thousandths(leadTimeDemand.p50),
    leadTimeDemandP90: leadTimeDemand === null ? null : thousandths(leadTimeDemand.p90),
    leadTimeDemandP95: leadTimeDemand === null ? null : thousandths(leadTimeDemand.p95),
    unitPriceMinor: facts.unitPriceMinor,
    leadTimeP50: leadTimeAt(0.5),
    leadTimeP90: leadTimeAt(0.9),
    policyVersion: facts.policyVersion,
  };
}

function thousandths(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}
