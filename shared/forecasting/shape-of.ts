import { windowMeans } from './daily-means.ts';
import type { FittedDemand } from './fit-demand.ts';
import type { Forecast } from './item-forecast.ts';

/** Mean, trend and seasons, before demand events and overrides. */
export type BaselineShape = Pick<Forecast, 'meanPerDay' | 'trendPerDay' | 'weekdayFactors' | 'yearFactors'>;

/** The fitted model as the shape of demand from `asOf` on: level and trend in terms of the season at that day. */
export function shapeOf(fit: FittedDemand, asOf: string): BaselineShape {
  const { trendFactor, season } = windowMeans(asOf, fit.months);
  return {
    meanPerDay: Math.max(0, (fit.level + fit.trend * trendFactor) * season),
    trendPerDay: fit.trend * season,
    weekdayFactors: fit.weekdays,
    yearFactors: fit.months,
  };
}
