import { at } from '#shared/forecasting/at.ts';
import { dayNumber } from '#shared/forecasting/day-number.ts';
import type { HistoryExclusions } from '#shared/forecasting/item-forecast.ts';
import { mean, sum } from '#shared/forecasting/sum.ts';

import { LEAST_LIFT, type HistoryAdjustments } from './learnable-series.ts';
import type { WholePeriods } from './whole-periods.ts';

/** Of a period in which stock lasted for a smaller share of its days, the demand is unknown. */
const LEAST_SHARE_IN_STOCK = 0.5;

/**
 * Weeks or months as a forecast may learn from them: demand of a period partly without stock is raised to all its days,
 * that of a demand event is divided by its lift, and that of a period a person left out is unknown (NaN).
 */
export function learnablePeriods(
  periods: WholePeriods,
  adjustments: HistoryAdjustments,
  unfinishedDays: number,
): { readonly periods: WholePeriods; readonly exclusions: HistoryExclusions } {
  const { starts } = periods;
  const days = (starts.at(-1) ?? 0) - (starts[0] ?? 0);
  const first = starts[0] ?? 0;
  const flags = (list: readonly string[] | undefined): Uint8Array => {
    const marked = new Uint8Array(days);
    for (const day of list ?? []) if (dayNumber(day) >= first) marked[dayNumber(day) - first] = 1;
    return marked;
  };
  const restored = flags(adjustments.restoredDays);
  const keep = (marked: Uint8Array): Uint8Array => marked.map((flag, i) => (restored[i] === 1 ? 0 : flag));
  const excluded = flags(adjustments.excludedDays);
  const withoutStock = keep(flags(adjustments.daysWithoutStock));
  const lifts = liftsOf(adjustments, first, days).map((lift, i) => (restored[i] === 1 ? 1 : lift));
  const values = periods.values.map((value, period) => {
    const from = at(starts, period) - first;
    const to = at(starts, period + 1) - first;
    const inStock = 1 - mean(withoutStock.subarray(from, to));
    const lift = mean(lifts.subarray(from, to));
    const isUnknown =
      sum(excluded.subarray(from, to)) > 0 || inStock < LEAST_SHARE_IN_STOCK || lift < LEAST_LIFT;
    return isUnknown ? Number.NaN : value / inStock / lift;
  });
  return {
    periods: { ...periods, values },
    exclusions: {
      excludedDays: sum(excluded),
      daysWithoutStock: sum(withoutStock),
      demandEventDays: lifts.filter((lift) => lift !== 1).length,
      unfinishedDays,
      outliers: [],
    },
  };
}

function liftsOf({ demandEvents = [] }: HistoryAdjustments, first: number, days: number): Float64Array {
  const lifts = new Float64Array(days).fill(1);
  for (const { from, to, lift } of demandEvents) {
    const end = Math.min(days - 1, dayNumber(to) - first);
    for (let i = Math.max(0, dayNumber(from) - first); i <= end; i += 1) lifts[i] = at(lifts, i) * lift;
  }
  return lifts;
}
