/** The product's own doors, as the bench asks them: forecastItem for days, forecastSeries for all else. */
import { dailyMeans } from '#shared/forecasting/daily-means.ts';
import { addDays, dayOf } from '#shared/forecasting/day-number.ts';
import { demandQuantile } from '#shared/forecasting/demand-quantile.ts';
import { forecastItem, type ForecastInput } from '#shared/forecasting/forecast-item.ts';
import { forecastSeries } from '#shared/forecasting/forecast-series.ts';

import { DAY_SEASON, type Series } from './datasets.ts';
import { textbookLevels } from './reference-methods.ts';

/** Probabilities of the order-up-to levels. */
export const LEVELS: readonly number[] = [0.5, 0.8, 0.9, 0.95, 0.98, 0.99];

/** Lead time and review period in periods: 2 + 1 months, 4 + 1 weeks, 14 + 7 days. */
export function leadAndReview(seasonLength: number): { readonly lead: number; readonly review: number } {
  if (seasonLength === DAY_SEASON) return { lead: 14, review: 7 };
  return { lead: seasonLength >= 52 ? 4 : 2, review: 1 };
}

/** Expected demand of the coming periods. */
export function productMeans(known: Float64Array, series: Series, horizon: number): ArrayLike<number> {
  const { seasonLength } = series;
  if (seasonLength !== DAY_SEASON) return forecastSeries({ values: known, seasonLength, horizon }).means;
  const input = taughtInput(known, series);
  const forecast = forecastItem(input);
  if (forecast.kind !== 'forecast')
    throw new Error(`found ${known.length} days of ${series.id}, expected ${forecast.needDays}: pass more`);
  return dailyMeans(forecast, input.asOf, horizon);
}

/** A rule that gives the order-up-to level of each probability from the past alone. */
export type Policy = (known: Float64Array, series: Series) => readonly number[];

/** Quantiles of the demand over lead time and review, by the product. */
export const productLevels: Policy = (known, series) => {
  const { seasonLength } = series;
  const { lead, review } = leadAndReview(seasonLength);
  if (seasonLength !== DAY_SEASON) {
    const forecast = forecastSeries({ values: known, seasonLength, horizon: lead + review });
    return LEVELS.map((p) => forecast.quantileOfSum(lead + review, p));
  }
  const forecast = forecastItem(taughtInput(known, series));
  return LEVELS.map((p) =>
    forecast.kind === 'forecast' ? demandQuantile(forecast.protectionDemand, p) : Number.NaN,
  );
};

/** Quantiles of the same demand by mean and deviation of the whole history. */
export const textbookPolicy: Policy = (known, { seasonLength }) => {
  const { lead, review } = leadAndReview(seasonLength);
  return textbookLevels(known, lead + review, LEVELS);
};

/** The input of an article with all that the nightly run knows of it. */
function taughtInput(known: Float64Array, series: Series): ForecastInput {
  const input = itemInput(known, series);
  return series.taught?.(input) ?? input;
}

/** Daily values as the history of an article, of which nothing else is known. */
export function itemInput(known: Float64Array, { firstDay, seasonLength }: Series): ForecastInput {
  const first = dayOf(firstDay);
  const { lead, review } = leadAndReview(seasonLength);
  return {
    history: Array.from(known, (quantity, i) => ({ day: addDays(first, i), quantity })),
    asOf: addDays(first, known.length),
    leadTimeDays: { mean: lead, standardDeviation: 0 },
    reviewPeriodDays: review,
  };
}
