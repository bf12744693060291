import type { FittedDemand } from '#shared/forecasting/fit-demand.ts';
import type { Forecast } from '#shared/forecasting/item-forecast.ts';
import { mean } from '#shared/forecasting/sum.ts';

const DAYS_PER_MONTH = 30;

/**
 * How much of the differences between weekdays, and between the means of months, is season: its variance ÷ (its variance +
 * that of the noise).
 * Source: strength of seasonality, FPP3 section 4.3.
 */
export function seasonStrength(
  fit: Pick<FittedDemand, 'level' | 'weekdays' | 'months' | 'standardDeviationPerDay'>,
): Forecast['seasonality'] {
  const noise = fit.standardDeviationPerDay ** 2;
  const strength = (factors: readonly number[], ofNoise: number): number => {
    const ofSeason = mean(factors.map((factor) => (factor - 1) ** 2)) * fit.level ** 2;
    return ofSeason > 0 ? ofSeason / (ofSeason + ofNoise) : 0;
  };
  return { week: strength(fit.weekdays, noise), year: strength(fit.months ?? [], noise / DAYS_PER_MONTH) };
}
