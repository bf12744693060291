import type { DemandDay } from '#shared/forecasting/daily-series.ts';
import { dayNumber, dayOf } from '#shared/forecasting/day-number.ts';
import type { Grain } from '#shared/forecasting/item-forecast.ts';

/** Demand of consecutive whole weeks or months, oldest first. */
export type WholePeriods = {
  readonly grain: Exclude<Grain, 'day'>;
  readonly values: Float64Array;
  /** Day numbers of the first day of each period; one more than values: where the unfinished period begins. */
  readonly starts: readonly number[];
};

/** By chance, so many demands fall on one weekday less than once in 800,000 histories. */
const FEWEST_ROWS = 8;
/** The first working day of a month is one of its first three days. */
const MONTH_SLACK = 2;

/**
 * The history as whole weeks or months, if its demand comes in such rows: every row a multiple of seven days from the
 * first, or at most one row per calendar month and always at the same place in it. Null: it comes by day. A week begins on
 * the day of its row. The period that is not over at `asOf` is left out.
 */
export function wholePeriods(history: readonly DemandDay[], asOf: string): WholePeriods | null {
  const past = history.filter(({ day }) => day < asOf);
  const demands = past.filter(({ quantity }) => quantity > 0);
  const days = [...new Set(demands.map(({ day }) => day))].toSorted();
  if (days.length < FEWEST_ROWS) return null;
  const grain = grainOf(days);
  if (grain === null) return null;
  const lastKnown = past.reduce((last, { day }) => (day > last ? day : last), '');
  const starts = startsOf(grain, days, { lastKnown, asOf });
  const values = new Float64Array(Math.max(0, starts.length - 1));
  let period = 0;
  for (const { day, quantity } of demands.toSorted((one, other) => (one.day < other.day ? -1 : 1))) {
    while (period < values.length && dayNumber(day) >= (starts[period + 1] ?? Infinity)) period += 1;
    if (period < values.length && Number.isFinite(quantity))
      values[period] = (values[period] ?? 0) + quantity;
  }
  return { grain, values, starts };
}

function grainOf(days: readonly string[]): WholePeriods['grain'] | null {
  const first = dayNumber(days[0] ?? '');
  if (days.every((day) => (dayNumber(day) - first) % 7 === 0)) return 'week';
  const months = new Set(days.map((day) => day.slice(0, 7)));
  if (months.size < days.length) return null;
  const fromStart = days.map((day) => Number(day.slice(8)));
  const fromEnd = days.map((day) => nextMonth(day) - dayNumber(day));
  return isSteady(fromStart) || isSteady(fromEnd) ? 'month' : null;
}

/** Always the same day, or one of the first (last) three. */
function isSteady(places: readonly number[]): boolean {
  const lowest = Math.min(...places);
  const highest = Math.max(...places);
  return highest === lowest || highest <= 1 + MONTH_SLACK;
}

/** First days of the periods from the first row's on; the last one is that of the period of which not all is known. */
function startsOf(
  grain: WholePeriods['grain'],
  days: readonly string[],
  { lastKnown, asOf }: { readonly lastKnown: string; readonly asOf: string },
): readonly number[] {
  const [firstDay = '', lastDemand = ''] = [days[0], days.at(-1)];
  const starts = [grain === 'week' ? dayNumber(firstDay) : dayNumber(`${firstDay.slice(0, 7)}-01`)];
  for (;;) {
    const start = starts.at(-1) ?? 0;
    const next = grain === 'week' ? start + 7 : nextMonth(dayOf(start));
    const isOver = next <= dayNumber(asOf);
    // A row stands for its whole period; without one, the period is known as far as any row says so.
    const isKnown = start <= dayNumber(lastDemand) || next <= dayNumber(lastKnown) + 1;
    if (!isOver || !isKnown) return starts;
    starts.push(next);
  }
}

function nextMonth(day: string): number {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return Date.UTC(year, month, 1) / 86_400_000;
}
