/** A query parameter as one text; repeated ones count once, missing ones are empty. */
export function textParameter(value: string | readonly string[] | undefined): string {
  const text = typeof value === 'string' ? value : (value?.[0] ?? '');
  return text.slice(0, 200);
}
