/** 95 % intervals of whole periods: mean scaled interval score and coverage, as in M4. */
import { forecastSeries } from '#shared/forecasting/forecast-series.ts';
import { mean, sum } from '#shared/forecasting/sum.ts';

import { DAY_SEASON, type Series } from './datasets.ts';
import { seasonalChange } from './point-scores.ts';
import { naive2 } from './reference-methods.ts';

/** One series; `score` is NaN where the training part has no changes to scale by. */
export type IntervalScores = {
  readonly score: number;
  readonly inside: number;
  readonly count: number;
  readonly hasFailed: boolean;
};

/** A row of the table of intervals. */
export type IntervalRow = { readonly msis: number; readonly coverage: number };

const MISS = 0.05;

type Band = (period: number) => { readonly low: number; readonly high: number };

/** Scores one series; null for days, whose door has no quantiles of single days. */
export function scoreInterval({ train, test, seasonLength }: Series): IntervalScores | null {
  if (seasonLength === DAY_SEASON) return null;
  const product = productBand(train, seasonLength, test.length);
  const band = product ?? naiveBand(train, seasonLength, test.length);
  let inside = 0;
  const each = test.map((actual, i) => {
    const { low, high } = band(i);
    if (actual >= low && actual <= high) inside += 1;
    return high - low + (2 / MISS) * (Math.max(0, low - actual) + Math.max(0, actual - high));
  });
  const scale = seasonalChange(train, seasonLength);
  return {
    score: scale > 0 ? mean(each) / scale : Number.NaN,
    inside,
    count: test.length,
    hasFailed: product === null,
  };
}

function productBand(train: Float64Array, seasonLength: number, horizon: number): Band | null {
  try {
    const forecast = forecastSeries({ values: train, seasonLength, horizon });
    const band: Band = (i) => ({
      low: forecast.quantile(i, MISS / 2),
      high: forecast.quantile(i, 1 - MISS / 2),
    });
    const isFinite = Array.from({ length: horizon }, (_, i) => band(i)).every(
      ({ low, high }) => Number.isFinite(low) && Number.isFinite(high),
    );
    return isFinite ? band : null;
  } catch {
    return null; // counted as failed and scored as Naive2 by the caller
  }
}

/** Naive2 with the variance of a random walk, as M4 has it. */
function naiveBand(train: Float64Array, seasonLength: number, horizon: number): Band {
  const means = naive2(train, horizon, seasonLength);
  const sigma = Math.sqrt(mean(train.slice(1).map((value, i) => (value - (train[i] ?? 0)) ** 2)));
  return (i) => {
    const half = 1.96 * sigma * Math.sqrt(i + 1);
    return { low: Math.max(0, (means[i] ?? 0) - half), high: (means[i] ?? 0) + half };
  };
}

/** Mean over series and share of periods; null where the set has no such intervals. */
export function intervalRow(all: readonly (IntervalScores | null)[]): IntervalRow | null {
  const scored = all.filter((one) => one !== null);
  if (scored.length === 0) return null;
  return {
    msis: mean(scored.map(({ score }) => score).filter((score) => !Number.isNaN(score))),
    coverage: sum(scored.map(({ inside }) => inside)) / sum(scored.map(({ count }) => count)),
  };
}
