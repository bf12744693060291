/** What of a tenant says when its night is. */
export type NightOwner = {
  /** IANA name. */
  readonly timeZone: string;
  /** Local time of the nightly run, `HH:MM:SS`. */
  readonly nightlyAt: string;
  readonly createdAt: Date;
};

/**
 * The tenant's day whose nightly run is due at the instant: today, once the hour has come; after a downtime the days
 * missed are not made up for. A tenant made after today's hour waits for tomorrow's. `null`: nothing is due.
 */
export function nightOf({ timeZone, nightlyAt, createdAt }: NightOwner, instant: Date): string | null {
  const now = localTime(timeZone, instant);
  if (now.time < nightlyAt) return null;
  const birth = localTime(timeZone, createdAt);
  return birth.day === now.day && birth.time >= nightlyAt ? null : now.day;
}

function localTime(timeZone: string, instant: Date): { readonly day: string; readonly time: string } {
  // Swedish writes times as ISO does: 2026-11-22 08:30:00.
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    instant,
  );
  return { day: text.slice(0, 10), time: text.slice(11) };
}
