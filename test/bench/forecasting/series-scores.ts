/** Everything that is measured on one series: what a worker thread sends back. */
import { forecastSeries } from '#shared/forecasting/forecast-series.ts';
import { SEASONS_FOR_TREND } from '#shared/forecasting/seasonal-test.ts';

import { DAY_SEASON, type Series } from './datasets.ts';
import { scoreInterval, type IntervalScores } from './interval-scores.ts';
import { scorePoint, type PointScores } from './point-scores.ts';
import { scoreSeason, type SeasonScores } from './season-scores.ts';
import { scoreStock, type StockScores } from './stock-simulation.ts';

/** Tables of the bench. */
export const PARTS = ['point', 'interval', 'stock', 'season', 'speed'] as const;

/** One table of the bench. */
export type Part = (typeof PARTS)[number];

/** The scores of a series; null: not asked for, or not to be had. */
export type SeriesScores = {
  /** Demand that comes in a part of the periods only, or too short to tell a season from a trend. */
  readonly isLevel: boolean;
  readonly point: PointScores | null;
  readonly interval: IntervalScores | null;
  readonly stock: StockScores | null;
  readonly season: SeasonScores | null;
};

/** Scores one series in the parts asked for. */
export function scoreSeries(series: Series, parts: readonly Part[]): SeriesScores {
  return {
    isLevel: isLevel(series),
    point: parts.includes('point') ? scorePoint(series) : null,
    interval: parts.includes('interval') ? scoreInterval(series) : null,
    stock: parts.includes('stock') ? scoreStock(series) : null,
    season: parts.includes('season') ? scoreSeason(series) : null,
  };
}

function isLevel({ train, seasonLength }: Series): boolean {
  if (seasonLength === DAY_SEASON) return false;
  const { demandPattern } = forecastSeries({ values: train, seasonLength, horizon: 1 });
  const isSeldom = demandPattern === 'intermittent' || demandPattern === 'lumpy';
  return isSeldom || train.length < SEASONS_FOR_TREND * seasonLength;
}
