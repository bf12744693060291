import * as v from 'valibot';

/** A point in time, ISO 8601 with a zone. */
export const Instant = v.pipe(
  v.string(),
  v.isoTimestamp('must be a time such as 2026-11-22T08:30:00Z'),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'is not a time that exists'),
);

/** A calendar day, `YYYY-MM-DD`, in the tenant's time zone. */
export const Day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2026-11-22'),
  v.check((text) => {
    const time = Date.parse(`${text}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  }, 'is not a day that exists'),
);
