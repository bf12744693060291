import { addDays } from '#shared/forecasting/day-number.ts';

import type { NightOwner } from './night-of.ts';

/** A tenant's nights, and whether they are paused. */
export type NightSchedule = NightOwner & {
  readonly isPaused: boolean;
  /** The first day that runs again; null: until someone resumes it. */
  readonly pausedUntil: string | null;
};

/**
 * The next instants (ISO, UTC) at which the tenant's nightly run is due, by the rules of `nightOf`: an hour that the
 * clock change skips counts as come with the change, one that it doubles comes once, the first time. Paused without an
 * end: none.
 */
export function nextNights(schedule: NightSchedule, now: Date, count: number): readonly string[] {
  const { isPaused, pausedUntil, nightlyAt } = schedule;
  if (isPaused && pausedUntil === null) return [];
  const localTimeAt = localClock(schedule.timeZone);
  const today = localTimeAt(now.getTime()).slice(0, 10);
  const first = isPaused && pausedUntil !== null && pausedUntil > today ? pausedUntil : today;
  const nights: string[] = [];
  // Today's hour may be over; a day that a time zone leaves out altogether has none.
  for (let i = 0; nights.length < count && i < count + 2; i += 1) {
    const wanted = `${addDays(first, i)} ${nightlyAt.slice(0, 8)}`;
    const instant = instantOf(wanted, localTimeAt);
    const isTheDay = localTimeAt(instant).startsWith(wanted.slice(0, 10));
    if (isTheDay && instant > now.getTime()) nights.push(new Date(instant).toISOString());
  }
  return nights;
}

const DAY_MS = 86_400_000;

/** The first instant at which the local clock shows the time, or what comes after it where the time is skipped. */
function instantOf(wanted: string, localTimeAt: (instant: number) => string): number {
  const asUtc = (time: string): number => Date.parse(`${time.replace(' ', 'T')}Z`);
  const wall = asUtc(wanted);
  const offsetAt = (instant: number): number => asUtc(localTimeAt(instant)) - instant;
  // The offset of the day before and of the day after: between them lies any clock change of the day.
  const candidates = [wall - offsetAt(wall - DAY_MS), wall - offsetAt(wall + DAY_MS)].sort((a, b) => a - b);
  const exact = candidates.find((instant) => localTimeAt(instant) === wanted);
  if (exact !== undefined) return exact;
  let [before = wall, after = wall] = candidates;
  while (after - before > 1000) {
    const middle = before + Math.round((after - before) / 2000) * 1000;
    if (localTimeAt(middle) < wanted) before = middle;
    else after = middle;
  }
  return after;
}

/** Local time of an instant as `2026-11-22 08:30:00`. */
function localClock(timeZone: string): (instant: number) => string {
  // Swedish writes times as ISO does; making the format is the slow part.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (instant) => format.format(instant);
}
