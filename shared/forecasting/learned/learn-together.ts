import type { DemandDay } from '#shared/forecasting/daily-series.ts';
import { wholePeriods, type WholePeriods } from '#shared/forecasting/history/whole-periods.ts';

import { trainPooledModel, type PooledModel } from './train-pooled-model.ts';

/** Means of a history's coming periods, for `others` of the item's forecast: a year and one period of them, or none. */
export type LearnedMeans = (history: readonly DemandDay[]) => readonly Float64Array[];

/** Fewer products have little in common that could be told from chance. */
const FEWEST_PRODUCTS = 20;
/** Bounds the memory of a run; more products teach little more. */
const MOST_PRODUCTS = 1_000;

/**
 * Learns from the histories of many products that come in whole weeks or months how such demand goes on. Products learn
 * from those of the same grain whose last whole period is the same; daily histories, and those of too few products, get no
 * means. A model is trained when first asked for. Same histories in the same order, same means.
 */
export function learnTogether(histories: readonly (readonly DemandDay[])[], asOf: string): LearnedMeans {
  const pools = new Map<string, WholePeriods[]>();
  for (const history of histories) {
    const periods = wholePeriods(history, asOf);
    if (periods === null) continue;
    const pool = pools.get(poolOf(periods)) ?? [];
    if (pool.length < MOST_PRODUCTS) pool.push(periods);
    pools.set(poolOf(periods), pool);
  }
  const models = new Map<string, PooledModel>();
  return (history) => {
    const periods = wholePeriods(history, asOf);
    const pool = periods === null ? [] : (pools.get(poolOf(periods)) ?? []);
    if (periods === null || pool.length < FEWEST_PRODUCTS) return [];
    const seasonLength = periods.grain === 'week' ? 52 : 12;
    // What the item's forecast asks for: the first of the periods has begun.
    const horizon = seasonLength + 1;
    const model = models.get(poolOf(periods)) ?? trainPooledModel(pool, { seasonLength, horizon });
    models.set(poolOf(periods), model);
    return [model.forecast(periods, horizon)];
  };
}

function poolOf({ grain, starts }: WholePeriods): string {
  return `${grain} ${starts.at(-1)}`;
}
