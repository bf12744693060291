/** Whether the product finds the season of a series, and whether it finds one in the shuffled series too. */
import { forecastItem } from '#shared/forecasting/forecast-item.ts';
import { forecastSeries } from '#shared/forecasting/forecast-series.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';

import { DAY_SEASON, type Series } from './datasets.ts';
import { itemInput } from './product-forecast.ts';

/** One series. */
export type SeasonScores = { readonly isFound: boolean; readonly isFalseAlarm: boolean };

/** Looks for the season in the training part, as it is and shuffled. */
export function scoreSeason(series: Series): SeasonScores {
  return {
    isFound: isCalledSeasonal(series.train, series),
    isFalseAlarm: isCalledSeasonal(shuffled(series), series),
  };
}

function isCalledSeasonal(values: Float64Array, series: Series): boolean {
  const { seasonLength } = series;
  if (seasonLength !== DAY_SEASON) return forecastSeries({ values, seasonLength, horizon: 1 }).isSeasonal;
  const forecast = forecastItem(itemInput(values, series));
  return forecast.kind === 'forecast' && forecast.weekdayFactors.some((factor) => factor !== 1);
}

function shuffled({ id, train }: Series): Float64Array {
  const random = seededRandom(id);
  const values = train.slice();
  for (let i = values.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j] ?? 0, values[i] ?? 0];
  }
  return values;
}
