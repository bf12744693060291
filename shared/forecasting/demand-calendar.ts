import type { CalendarEntry } from './daily-means.ts';
import { addDays } from './day-number.ts';

/** Something that raises or lowers demand, in the past or to come; both days belong to it. */
export type DemandEventSpan = {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Factor on demand: 1.5 is half as much again. */
  readonly lift: number;
  /** Nobody said how much: `lift` is 1 until past events of the product tell. */
  readonly isMeasured?: boolean;
};

/** A person's figure in place of the forecast; `until` null: until someone ends it. */
type OverrideSpan = {
  readonly from: string;
  readonly until: string | null;
  readonly perDay: number | null;
  readonly factor: number | null;
};

/** What people plan for a product. */
export type DemandPlan = {
  readonly demandEvents?: readonly DemandEventSpan[] | undefined;
  /** Oldest first: where two meet, the later one holds. */
  readonly overrides?: readonly OverrideSpan[] | undefined;
};

/** Later than any day. */
const NEVER = '9999-12-31';

/**
 * Demand events and overrides from `asOf` on as stretches of days that do not overlap: lifts of one day multiply, and
 * an override holds in place of the events of its days.
 */
export function demandCalendar(plan: DemandPlan, asOf: string): readonly CalendarEntry[] {
  const { demandEvents = [], overrides = [] } = plan;
  const spans = [
    ...demandEvents.map(({ from, to }) => ({ from, to })),
    ...overrides.map(({ from, until }) => ({ from, to: until ?? NEVER })),
  ].filter(({ from, to }) => to >= from && to >= asOf);
  const starts = spans.flatMap(({ from, to }) => [
    from < asOf ? asOf : from,
    to < NEVER ? addDays(to, 1) : NEVER,
  ]);
  const days = [...new Set(starts)].toSorted();
  const entries: CalendarEntry[] = [];
  days.slice(0, -1).forEach((from, i) => {
    const next = days[i + 1] ?? NEVER;
    const valid = valueOn(from, demandEvents, overrides);
    if (valid === null) return;
    const before = entries.at(-1);
    const to = next === NEVER ? null : addDays(next, -1);
    const isSame =
      before?.to === addDays(from, -1) && before.factor === valid.factor && before.perDay === valid.perDay;
    if (isSame) entries[entries.length - 1] = { ...before, to };
    else entries.push({ from, to, ...valid });
  });
  return entries;
}

function valueOn(
  day: string,
  demandEvents: readonly DemandEventSpan[],
  overrides: readonly OverrideSpan[],
): Pick<CalendarEntry, 'factor' | 'perDay'> | null {
  const override = overrides.findLast(({ from, until }) => from <= day && day <= (until ?? NEVER));
  if (override !== undefined) return { factor: override.factor, perDay: override.perDay };
  let factor = 1;
  for (const { from, to, lift } of demandEvents) if (from <= day && day <= to) factor *= lift;
  return factor === 1 ? null : { factor, perDay: null };
}
