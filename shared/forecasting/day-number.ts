const MILLISECONDS_PER_DAY = 86_400_000;

/** Days since 1970-01-01 of a calendar day `YYYY-MM-DD`. */
export function dayNumber(day: string): number {
  const milliseconds = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) {
    throw new RangeError(`found the day "${day}", expected YYYY-MM-DD: pass a calendar day`);
  }
  return milliseconds / MILLISECONDS_PER_DAY;
}

/** The calendar day `YYYY-MM-DD` of a day number. */
export function dayOf(number: number): string {
  return new Date(number * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}

/** The day some days after (or, negative, before) a day. */
export function addDays(day: string, days: number): string {
  return dayOf(dayNumber(day) + days);
}

/** Weekday of a day number, Monday = 0 (1970-01-01 was a Thursday). */
export function weekdayOf(number: number): number {
  return (((number + 3) % 7) + 7) % 7;
}

/**
 * Where in its year a day number lies, 0 (1 January) to 12: the whole part is the month, January = 0.
 * Source: days to civil date, H. Hinnant, "chrono-compatible low-level date algorithms".
 */
export function yearPosition(number: number): number {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const yearStart = 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - yearStart;
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5);
  return ((marchMonth + 2) % 12) + dayOfMonth / 31;
}
