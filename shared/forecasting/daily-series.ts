import { dayNumber } from './day-number.ts';

/** Demand of one day in stock units. */
export type DemandDay = { readonly day: string; readonly quantity: number };

/** Demand of consecutive days, oldest first. */
export type DailySeries = {
  /** Day number of the first value. */
  readonly firstDay: number;
  readonly values: Float64Array;
  /** 1: the value is the day's demand; 0: the demand is unknown, and nothing may be learnt from the value. */
  readonly known: Uint8Array;
  readonly areWholeUnits: boolean;
};

/** Older days are not read: three years show every season the methods here use. */
const LONGEST_HISTORY_DAYS = 1_096;

/**
 * The history as one value per day: days at or after `asOf` are left out, rows of the same day are added up, missing
 * days between the first and the last row are 0, and a day's returns never make it negative.
 */
export function dailySeries(history: readonly DemandDay[], asOf: string): DailySeries {
  const end = dayNumber(asOf);
  const rows = history
    .map(({ day, quantity }) => ({
      number: dayNumber(day),
      quantity: Number.isFinite(quantity) ? quantity : 0,
    }))
    .filter(({ number }) => number < end);
  let first = Infinity;
  let last = -Infinity;
  for (const { number } of rows) {
    first = Math.min(first, number);
    last = Math.max(last, number);
  }
  if (rows.length === 0) return seriesOf(end, new Float64Array(0));
  first = Math.max(first, last - LONGEST_HISTORY_DAYS + 1);
  const values = new Float64Array(last - first + 1);
  for (const { number, quantity } of rows) {
    if (number >= first) values[number - first] = (values[number - first] ?? 0) + quantity;
  }
  for (let i = 0; i < values.length; i += 1) values[i] = Math.max(0, values[i] ?? 0);
  return seriesOf(first, values);
}

function seriesOf(firstDay: number, values: Float64Array): DailySeries {
  const known = new Uint8Array(values.length).fill(1);
  return { firstDay, values, known, areWholeUnits: values.every((value) => Number.isInteger(value)) };
}

/** The series as it was known some days after its first day. */
export function truncateSeries(series: DailySeries, days: number): DailySeries {
  return { ...series, values: series.values.subarray(0, days), known: series.known.subarray(0, days) };
}

/** How many days the demand is known of. */
export function knownDays({ known }: DailySeries): number {
  let count = 0;
  for (const one of known) count += one;
  return count;
}
