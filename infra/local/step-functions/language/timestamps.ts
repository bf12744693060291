/** RFC 3339 as AWS takes it: a `T`, seconds with any number of digits, and a zone. */
const rfc3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the epoch of a timestamp, or undefined where it is none. */
export function parseTimestamp(text: string): number | undefined {
  const parts = rfc3339.exec(text);
  if (!parts) return undefined;
  // Date.parse stops at milliseconds; AWS takes nanoseconds.
  const milliseconds = Date.parse(`${parts[1] ?? ''}${(parts[2] ?? '').slice(0, 4)}${parts[3] ?? ''}`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
