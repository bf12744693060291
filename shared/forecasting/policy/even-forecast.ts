import { demandOver } from '#shared/forecasting/demand-over.ts';
import type { Forecast } from '#shared/forecasting/item-forecast.ts';

/** Demand that is alike on all days, as far as chance lets it. */
export type EvenDemand = {
  readonly asOf: string;
  readonly meanPerDay: number;
  readonly standardDeviationPerDay: number;
  readonly isCount?: boolean;
  /** Variance of the level; default 0: it is known. */
  readonly varianceOfLevel?: number;
  readonly leadTimeDays: { readonly mean: number; readonly standardDeviation: number };
  readonly reviewPeriodDays: number;
};

/** A forecast of even demand, without seasons, trend or history: what tests and examples start from. */
export function evenForecast(demand: EvenDemand): Forecast {
  const {
    asOf,
    meanPerDay,
    standardDeviationPerDay,
    isCount = false,
    varianceOfLevel = 0,
    leadTimeDays,
  } = demand;
  const shape = {
    meanPerDay,
    baselinePerDay: meanPerDay,
    trendPerDay: 0,
    weekdayFactors: [1, 1, 1, 1, 1, 1, 1],
    yearFactors: null,
    calendar: [],
    path: null,
  };
  const variance = { perDay: standardDeviationPerDay ** 2, ofLevel: varianceOfLevel };
  const over = (days: number): Forecast['leadTimeDemand'] =>
    demandOver(
      { ...shape, variance, leadTimeDemand: { isCount } },
      { asOf, days, leadTimeStandardDeviation: leadTimeDays.standardDeviation },
    );
  return {
    kind: 'forecast',
    ...shape,
    demandPattern: isCount ? 'intermittent' : 'smooth',
    method: 'even',
    grain: 'day',
    standardDeviationPerDay,
    variance,
    leadTimeDemand: over(leadTimeDays.mean),
    protectionDemand: over(leadTimeDays.mean + demand.reviewPeriodDays),
    coefficientOfVariation: meanPerDay > 0 ? standardDeviationPerDay / (meanPerDay * Math.sqrt(7)) : 0,
    demandLastYear: meanPerDay * 365,
    accuracy: null,
    contenders: [],
    seasonality: { week: 0, year: 0 },
    exclusions: { daysWithoutStock: 0, demandEventDays: 0, excludedDays: 0, unfinishedDays: 0, outliers: [] },
    likeShare: null,
    historyDays: 365,
  };
}
