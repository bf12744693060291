import type { DemandDay } from '#shared/forecasting/daily-series.ts';
import { wholePeriods, type WholePeriods } from '#shared/forecasting/history/whole-periods.ts';

import { trainPooledModel, type PooledModel } from './train-pooled-model.ts';

/** Means of a history's coming periods, for `others` of the item's forecast: a year and one month of them, or none. */
export type LearnedMeans = (history: readonly DemandDay[]) => readonly Float64Array[];

const MONTHS = 12;
/** What the item's forecast asks for: the first month has begun. */
const MONTHS_AHEAD = MONTHS + 1;
/** Fewer products have little in common that could be told from chance. */
const FEWEST_PRODUCTS = 20;
/** Bounds the memory of a run; more products teach little more. */
const MOST_PRODUCTS = 1_000;

/**
 * Learns from the histories of many products that come by the month how such demand goes on. Products learn from those
 * whose last whole month is the same; other histories, and those of too few products, get no means: in weekly ones the
 * learned model does not lower the error. A model is trained when first asked for. Same histories in the same order, same
 * means.
 */
export function learnTogether(histories: readonly (readonly DemandDay[])[], asOf: string): LearnedMeans {
  const pools = new Map<number, WholePeriods[]>();
  for (const history of histories) {
    const months = wholeMonths(history, asOf);
    if (months === null) continue;
    const pool = pools.get(endOf(months)) ?? [];
    if (pool.length < MOST_PRODUCTS) pool.push(months);
    pools.set(endOf(months), pool);
  }
  const models = new Map<number, PooledModel>();
  return (history) => {
    const months = wholeMonths(history, asOf);
    const pool = months === null ? [] : (pools.get(endOf(months)) ?? []);
    if (months === null || pool.length < FEWEST_PRODUCTS) return [];
    const model =
      models.get(endOf(months)) ?? trainPooledModel(pool, { seasonLength: MONTHS, horizon: MONTHS_AHEAD });
    models.set(endOf(months), model);
    return [model.forecast(months, MONTHS_AHEAD)];
  };
}

function wholeMonths(history: readonly DemandDay[], asOf: string): WholePeriods | null {
  const periods = wholePeriods(history, asOf);
  return periods?.grain === 'month' ? periods : null;
}

function endOf({ starts }: WholePeriods): number {
  return starts.at(-1) ?? 0;
}
