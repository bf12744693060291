import { dailySeries, type DailySeries, type DemandDay } from '#shared/forecasting/daily-series.ts';
import { dayNumber } from '#shared/forecasting/day-number.ts';
import type { DemandEventSpan } from '#shared/forecasting/demand-calendar.ts';
import type { HistoryExclusions } from '#shared/forecasting/item-forecast.ts';

import { expectedOn } from './expected-on.ts';
import { cappedOutliers } from './outliers.ts';

/** What people and the stock levels say about days of the history. */
export type HistoryAdjustments = {
  /** Nothing could be sold: the demand is unknown, not 0. */
  readonly daysWithoutStock?: readonly string[] | undefined;
  /** Days a person took out, and days a person put back that would be left out. */
  readonly excludedDays?: readonly string[] | undefined;
  readonly restoredDays?: readonly string[] | undefined;
  readonly demandEvents?: readonly DemandEventSpan[] | undefined;
};

/** A history from which a forecast may learn, and what of it was not taken as it stands. */
export type LearnableSeries = { readonly series: DailySeries; readonly exclusions: HistoryExclusions };

const RECENT_DAYS = 56;
/** What is sold at less than a tenth of the demand tells nothing of all of it. */
export const LEAST_LIFT = 0.1;

/**
 * The history with its unknown days marked (left out by a person, in a demand event, without stock) and its outliers
 * capped. What was sold on a day without stock counts where it is more than was to be expected.
 */
export function learnableSeries(
  history: readonly DemandDay[],
  asOf: string,
  adjustments: HistoryAdjustments,
): LearnableSeries {
  const series = dailySeries(history, asOf);
  const restored = indicesOf(adjustments.restoredDays ?? [], series);
  const excludedDays = leaveOut(series, indicesOf(adjustments.excludedDays ?? [], series));
  const demandEventDays = leaveOutEvents(series, adjustments.demandEvents ?? [], restored);
  const daysWithoutStock = leaveOutStockouts(series, adjustments.daysWithoutStock ?? [], restored);
  const { series: capped, outliers } = cappedOutliers(series, restored);
  const unfinishedDays = new Set(history.filter(({ day }) => day >= asOf).map(({ day }) => day)).size;
  return {
    series: capped,
    exclusions: { daysWithoutStock, demandEventDays, excludedDays, unfinishedDays, outliers },
  };
}

/** The known days among the days named, as indices of the series. */
function indicesOf(days: readonly string[], { firstDay, known }: DailySeries): ReadonlySet<number> {
  return new Set(days.map((day) => dayNumber(day) - firstDay).filter((i) => known[i] === 1));
}

function leaveOut({ known }: DailySeries, days: Iterable<number>): number {
  let count = 0;
  for (const i of days) {
    known[i] = 0;
    count += 1;
  }
  return count;
}

/**
 * A planned lift is a guess, so what was sold in a demand event is no measure of other days. Where events leave less than
 * half of the last eight weeks, the demand divided by the lift is better than none.
 */
function leaveOutEvents(
  { firstDay, values, known }: DailySeries,
  demandEvents: readonly DemandEventSpan[],
  restored: ReadonlySet<number>,
): number {
  const lifts = new Map<number, number>();
  for (const { from, to, lift } of demandEvents) {
    const end = Math.min(values.length - 1, dayNumber(to) - firstDay);
    for (let i = Math.max(0, dayNumber(from) - firstDay); i <= end; i += 1)
      if (known[i] === 1 && !restored.has(i)) lifts.set(i, (lifts.get(i) ?? 1) * lift);
  }
  const recent = [...lifts.keys()].filter((i) => i >= values.length - RECENT_DAYS).length;
  const isNeeded = recent > Math.min(RECENT_DAYS, values.length) / 2;
  for (const [i, lift] of lifts) {
    if (isNeeded && lift >= LEAST_LIFT) values[i] = (values[i] ?? 0) / lift;
    else known[i] = 0;
  }
  return lifts.size;
}

function leaveOutStockouts(
  series: DailySeries,
  daysWithoutStock: readonly string[],
  restored: ReadonlySet<number>,
): number {
  const out = [...indicesOf(daysWithoutStock, series)].filter((i) => !restored.has(i));
  if (out.length === 0) return 0;
  leaveOut(series, out);
  const expected = expectedOn(series);
  let count = out.length;
  for (const i of out) {
    if ((series.values[i] ?? 0) <= expected(i)) continue;
    series.known[i] = 1;
    count -= 1;
  }
  return count;
}
