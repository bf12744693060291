import { at } from '#shared/forecasting/at.ts';
import type { Expectation } from '#shared/forecasting/expectation.ts';

/** A series of which one season and a part of the next are known. */
type ShortSeries = {
  readonly values: Float64Array;
  readonly seasonLength: number;
  /** What is expected without any season. */
  readonly plain: Expectation;
  /** Its level alone. */
  readonly level: Expectation;
};

/** Part of a season that is looked at ahead of each origin. */
const PART_AHEAD = 0.25;
/** One number is learned from at least so many origins. */
const FEWEST_ORIGINS = 10;
/** Of the first season, the first level is a guess. */
const FIRST_PERIODS = 4;
/** A period counts at most so many times its level. */
const HIGHEST_INDEX = 5;

/** Whether so many periods are enough to learn how a season repeats itself. */
export function canLearnLastSeason(periods: number, seasonLength: number): boolean {
  return periods - seasonLength - FIRST_PERIODS >= FEWEST_ORIGINS;
}

/**
 * A share of what last season was, in terms of the level then and now: with one season and a part of the next, no test
 * finds a season, but a Christmas that came once comes again. The share is the one that would have been best where both
 * are known, by least squares, drawn towards 0 by 1 − 1/F: demand that did not repeat itself takes little of it.
 * Source: combination by regression, Granger and Ramanathan, Journal of Forecasting 3 (1984).
 */
export function withLastSeason(series: ShortSeries): Expectation {
  const { plain, seasonLength } = series;
  const share = learnedShare(series);
  if (share === 0) return plain;
  return (origin, horizon) => {
    const expected = plain(origin, horizon);
    if (origin < seasonLength) return expected;
    const repeated = lastSeason(series, origin, horizon);
    return expected.map((value, i) => value + share * (at(repeated, i) - value));
  };
}

function learnedShare(series: ShortSeries): number {
  const { values, seasonLength, plain } = series;
  const n = values.length;
  const part = Math.max(1, Math.floor(PART_AHEAD * seasonLength));
  const first = seasonLength + FIRST_PERIODS;
  if (!canLearnLastSeason(n, seasonLength)) return 0;
  let product = 0;
  let square = 0;
  let missed = 0;
  for (let origin = first; origin < n; origin += 1) {
    const steps = Math.min(part, n - origin);
    const expected = plain(origin, steps);
    const repeated = lastSeason(series, origin, steps);
    for (let i = 0; i < steps; i += 1) {
      const change = at(repeated, i) - at(expected, i);
      const error = at(values, origin + i) - at(expected, i);
      product += change * error;
      square += change * change;
      missed += error * error;
    }
  }
  if (product <= 0) return 0;
  const explained = product ** 2 / square;
  // The errors of one origin hang together: each origin counts as one case.
  const f = (explained / Math.max(Number.MIN_VALUE, missed - explained)) * (n - first - 1);
  return Math.min(1, product / square) * Math.max(0, 1 - 1 / f);
}

/** The values of the season before, smoothed over three periods (¼, ½, ¼), times the growth of the level since. */
function lastSeason(
  { values, seasonLength, level }: ShortSeries,
  origin: number,
  horizon: number,
): Float64Array {
  const now = at(level(origin, 1), 0);
  const then = at(level(origin - seasonLength, 1), 0);
  return Float64Array.from({ length: horizon }, (_, i) => {
    const place = origin - seasonLength + (i % seasonLength);
    if (place < 1 || then <= 0) return now;
    const next = Math.min(place + 1, origin - 1);
    const value = (at(values, place - 1) + 2 * at(values, place) + at(values, next)) / 4;
    return now * Math.min(HIGHEST_INDEX, value / then);
  });
}
