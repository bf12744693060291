import * as v from 'valibot';

/** A point in time, ISO 8601 with a zone. */
export const Instant = v.pipe(
  v.string(),
  v.isoTimestamp('must be a time such as 2026-11-22T08:30:00Z'),
  // Date.parse alone takes 31 February, and zones that Postgres does not know.
  v.check(
    (text) => isDay(text.slice(0, 10)) && !/[+-](1[5-9]|2\d)(:?\d\d)?$/.test(text),
    'is not a time that exists',
  ),
);

/** A calendar day, `YYYY-MM-DD`, in the tenant's time zone. */
export const Day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2026-11-22'),
  v.check(isDay, 'is not a day that exists'),
);

/** Whether the calendar has the day; nothing that is kept here is older than 1900. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return text >= '1900' && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
