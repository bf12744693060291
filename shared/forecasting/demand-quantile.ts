import { gammaQuantile, gammaTail } from './gamma-distribution.ts';
import { countProbabilities, countTail, LARGEST_COUNTED_MEAN } from './negative-binomial.ts';

/** Demand summed over some days. */
export type DemandMoments = {
  readonly mean: number;
  readonly standardDeviation: number;
  /** Whole units that come seldom: a count, not a measure. */
  readonly isCount: boolean;
};

/**
 * Quantile of demand over some days: negative binomial for counts, gamma for all else; both stay at or above 0 and
 * lean to the right as demand does.
 * Source: Boylan and Syntetos, "Intermittent Demand Forecasting" (2021), chapter 4; Burgin, OR Quarterly 26 (1975).
 */
export function demandQuantile(demand: DemandMoments, probability: number): number {
  const { mean, standardDeviation } = demand;
  if (mean <= 0) return 0;
  if (standardDeviation <= mean * 1e-6) return mean;
  if (isCounted(demand)) {
    let count = -1;
    let cumulated = 0;
    for (const each of countProbabilities(mean, standardDeviation ** 2)) {
      count += 1;
      cumulated += each;
      // Rounding can keep the sum just under 1: no demand lies that many deviations out.
      if (cumulated >= probability || count > mean + 60 * standardDeviation) break;
    }
    return count;
  }
  const scale = standardDeviation ** 2 / mean;
  return gammaQuantile(probability, mean / scale) * scale;
}

/** P(demand ≥ quantity): the chance that a stock of `quantity` does not outlast the demand. */
export function chanceOfDemand(demand: DemandMoments, quantity: number): number {
  const { mean, standardDeviation } = demand;
  if (quantity <= 0) return 1;
  if (mean <= 0) return 0;
  if (standardDeviation <= mean * 1e-6) return mean >= quantity ? 1 : 0;
  if (!isCounted(demand)) {
    const scale = standardDeviation ** 2 / mean;
    return gammaTail(quantity / scale, mean / scale).beyond;
  }
  return countTail(mean, standardDeviation ** 2, Math.ceil(quantity) - 1).beyond;
}

/** P(demand ≤ quantity): the chance that a stock of `quantity` serves all of the demand. */
export function chanceWithin(demand: DemandMoments, quantity: number): number {
  const { mean, standardDeviation } = demand;
  if (quantity < 0) return 0;
  if (mean <= 0 || standardDeviation <= mean * 1e-6) return mean <= quantity ? 1 : 0;
  return 1 - chanceOfDemand(demand, isCounted(demand) ? Math.floor(quantity) + 1 : quantity);
}

/** Beyond it, counting up to the quantile takes longer than anyone waits. */
const LARGEST_COUNTED_DEVIATION = 5_000;

/** Whether demand is taken as a count: seldom and not too much of it. */
export function isCounted({ mean, standardDeviation, isCount }: DemandMoments): boolean {
  return isCount && mean <= LARGEST_COUNTED_MEAN && standardDeviation <= LARGEST_COUNTED_DEVIATION;
}
