/** The calendar day (`YYYY-MM-DD`) of an instant in a time zone. */
export function localDayOf(instant: Date, timeZone: string): string {
  // The Swedish way of writing a day is the ISO one.
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);
}
