import { demandQuantile, type DemandMoments } from './demand-quantile.ts';
import type { DemandDistribution } from './item-forecast.ts';

/** The distribution of a demand with these moments, with the quantiles that people are shown. */
export function distributionOf(demand: DemandMoments): DemandDistribution {
  const { mean, standardDeviation, isCount } = demand;
  return {
    mean,
    standardDeviation,
    isCount,
    p10: demandQuantile(demand, 0.1),
    p50: demandQuantile(demand, 0.5),
    p90: demandQuantile(demand, 0.9),
    p95: demandQuantile(demand, 0.95),
    p99: demandQuantile(demand, 0.99),
  };
}
