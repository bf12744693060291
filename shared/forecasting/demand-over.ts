import { at } from './at.ts';
import { dailyMeans, plannedDays, type DemandShape } from './daily-means.ts';
import { distributionOf } from './distribution-of.ts';
import type { DemandDistribution, DemandVariance } from './item-forecast.ts';

/** What of a forecast gives the demand over an interval; every forecast is one. */
export type DemandOutlook = DemandShape & {
  readonly variance: DemandVariance;
  readonly leadTimeDemand: { readonly isCount: boolean };
};

/**
 * Demand over `days` from `asOf` (the day of the forecast) on: mean Σ of the daily means, variance = variance of the sum
 * + d̄² · σ²(lead time). A factor f has f times the deviation on its days; a person's figure has the variance of as many
 * demands of the same sizes.
 * Source: Silver, Pyke, Thomas, "Inventory and Production Management in Supply Chains", section 6.10.
 */
export function demandOver(
  forecast: DemandOutlook,
  interval: { readonly asOf: string; readonly days: number; readonly leadTimeStandardDeviation: number },
): DemandDistribution {
  const { asOf, days, leadTimeStandardDeviation } = interval;
  const whole = Math.floor(days);
  const means = dailyMeans(forecast, asOf, whole + 1);
  const spread = spreadOn(forecast, asOf, whole + 1);
  let [mean, noise, level] = [0, 0, 0];
  for (let i = 0; i <= whole; i += 1) {
    const share = i < whole ? 1 : days - whole;
    mean += share * at(means, i);
    noise += share * at(spread.ofNoise, i);
    level += share * at(spread.ofLevel, i);
  }
  const perDay = days > 0 ? mean / days : 0;
  const variance = noise + level ** 2 + (perDay * leadTimeStandardDeviation) ** 2;
  return distributionOf({
    mean,
    standardDeviation: Math.sqrt(Math.max(0, variance)),
    isCount: forecast.leadTimeDemand.isCount,
  });
}

/** A day's noise, and the level of a person's figure, are taken as no wider than so many times their mean. */
const WIDEST_NOISE = 3;
const WIDEST_LEVEL = 1;

/** Each day's variance of the noise, and its share in the deviation of the level. */
function spreadOn(
  forecast: DemandOutlook,
  asOf: string,
  days: number,
): { readonly ofNoise: Float64Array; readonly ofLevel: Float64Array } {
  const { variance, calendar = [], meanPerDay, baselinePerDay = meanPerDay } = forecast;
  const ofDay = Math.sqrt(variance.ofLevel);
  const ofNoise = new Float64Array(days).fill(variance.perDay);
  const ofLevel = new Float64Array(days).fill(ofDay);
  plannedDays(calendar, { asOf, days }, (i, { perDay, factor }) => {
    if (perDay === null) {
      ofNoise[i] = variance.perDay * (factor ?? 1) ** 2;
      ofLevel[i] = ofDay * (factor ?? 1);
      return;
    }
    // A figure is more, or fewer, demands of the same sizes; where nothing is known of the sizes, of single units (Poisson).
    const perUnit = baselinePerDay > 0 ? variance.perDay / baselinePerDay : 1;
    const ofUnit = baselinePerDay > 0 ? ofDay / baselinePerDay : 0;
    ofNoise[i] = Math.min(perDay * perUnit, Math.max(perDay, (WIDEST_NOISE * perDay) ** 2));
    ofLevel[i] = perDay * Math.min(WIDEST_LEVEL, ofUnit);
  });
  return { ofNoise, ofLevel };
}
