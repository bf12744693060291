import { dailySeries, type DemandDay } from '#shared/forecasting/daily-series.ts';
import { MEAN_WINDOW_DAYS } from '#shared/forecasting/daily-means.ts';
import { dayNumber } from '#shared/forecasting/day-number.ts';
import type { DemandEventSpan } from '#shared/forecasting/demand-calendar.ts';
import { wholePeriods } from '#shared/forecasting/history/whole-periods.ts';

import type { PooledSeries } from './pooled-series.ts';
import { markPromotions } from './promotion-history.ts';
import { trainPooledModel, type PooledModel } from './train-pooled-model.ts';

/** A product's demand with what was, and is, planned to raise it. */
export type PromotedItem = {
  readonly history: readonly DemandDay[];
  readonly events: readonly DemandEventSpan[];
};

/** What of an item is learned from: demand per day, and the promoted days up to four weeks after the day of the forecast. */
export type PromotedDays = PooledSeries & {
  readonly values: Float64Array;
  /** Day number of the first day that is not known. */
  readonly end: number;
};

/** Means of an item's next 28 days, for `others` of its forecast: one list of them, or none. */
export type LearnedDays = (item: PromotedItem) => readonly Float64Array[];

const DAYS_IN_WEEK = 7;
const YEAR_DAYS = 365;
/** Fewer products have little in common that could be told from chance. */
const FEWEST_PRODUCTS = 20;
/** Bounds the memory of a run; more products teach little more. */
const MOST_PRODUCTS = 1_000;

/**
 * Learns from products that come by the day, and were promoted before, how their demand goes on, and what promotions do to
 * it. Products learn from those whose last known day is the same; too few of them get no means. A model is trained when
 * first asked for. Same days in the same order, same means.
 */
export function learnDays(days: Iterable<PromotedDays>, asOf: string): LearnedDays {
  const pools = new Map<number, PromotedDays[]>();
  for (const one of days) {
    const pool = pools.get(one.end) ?? [];
    if (pool.length < MOST_PRODUCTS) pool.push(one);
    pools.set(one.end, pool);
  }
  const models = new Map<number, PooledModel>();
  return (item) => {
    const one = promotedDays(item, asOf);
    if (one === null) return [];
    const { end } = one;
    const pool = pools.get(end) ?? [];
    if (pool.length >= FEWEST_PRODUCTS) {
      models.set(end, trainPooledModel(pool, { seasonLength: DAYS_IN_WEEK, horizon: MEAN_WINDOW_DAYS }));
      pools.delete(end);
    }
    const unknown = dayNumber(asOf) - end;
    const means = models
      .get(end)
      ?.forecast(one, unknown + MEAN_WINDOW_DAYS)
      .subarray(unknown);
    return means === undefined ? [] : [means];
  };
}

/** An item's days; null where they are no lesson: less than a year, never promoted, or known no longer. */
export function promotedDays({ history, events }: PromotedItem, asOf: string): PromotedDays | null {
  const { values, firstDay } = dailySeries(history, asOf);
  const end = firstDay + values.length;
  const unknown = dayNumber(asOf) - end;
  if (values.length < YEAR_DAYS || unknown > MEAN_WINDOW_DAYS) return null;
  const promoted = new Uint8Array(values.length + unknown + MEAN_WINDOW_DAYS);
  markPromotions(promoted, events, firstDay);
  const wasPromoted = promoted.subarray(0, values.length).includes(1);
  return wasPromoted && wholePeriods(history, asOf) === null ? { values, promoted, end } : null;
}
