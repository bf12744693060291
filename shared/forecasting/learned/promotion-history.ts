import { dailySeries, type DemandDay } from '#shared/forecasting/daily-series.ts';
import { dayNumber } from '#shared/forecasting/day-number.ts';
import type { DemandEventSpan } from '#shared/forecasting/demand-calendar.ts';

/** Past days of an item, and which of them were promoted: what the lift of promotions is measured from. */
export type PromotionHistory = {
  readonly values: Float64Array;
  /** 1 on days of a demand event that was planned to raise demand, or to do what such events do. */
  readonly promoted: Float64Array;
  readonly seasonLength: number;
};

const DAYS_IN_WEEK = 7;

/** The history of an item as demand per day, with its promoted days marked. */
export function promotionHistory(
  history: readonly DemandDay[],
  events: readonly DemandEventSpan[],
  asOf: string,
): PromotionHistory {
  const { values, firstDay } = dailySeries(history, asOf);
  const promoted = new Float64Array(values.length);
  markPromotions(promoted, events, firstDay);
  return { values, promoted, seasonLength: DAYS_IN_WEEK };
}

/** Writes 1 on the days of events that were planned to raise demand, or to do what such events do. */
export function markPromotions(
  marks: Float64Array | Uint8Array,
  events: readonly DemandEventSpan[],
  firstDay: number,
): void {
  for (const { from, to } of events.filter(isPromotion)) {
    const first = Math.max(0, dayNumber(from) - firstDay);
    marks.fill(1, first, Math.max(first, dayNumber(to) - firstDay + 1));
  }
}

/** The events that nobody gave a lift, with the measured one; what a person said stays. */
export function withMeasuredLift(
  events: readonly DemandEventSpan[],
  lift: number,
): readonly DemandEventSpan[] {
  return events.map((event) => (event.isMeasured === true ? { ...event, lift } : event));
}

function isPromotion({ lift, isMeasured }: DemandEventSpan): boolean {
  return isMeasured === true || lift > 1;
}
