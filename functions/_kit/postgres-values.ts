/** How Postgres values are written in TypeScript: numbers, days and instants as text, flat arrays. */

/** An integer or decimal of Postgres as a number; throws where a number cannot hold it. */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return value;
  throw new RangeError(`the database holds ${text}, which is beyond what a number can hold exactly`);
}

/** `2026-11-22 08:30:00.5+00` as `2026-11-22T08:30:00.5Z`, microseconds kept: keyset cursors compare them. */
export function parseInstant(text: string): string {
  if (text.endsWith('+00') && text[10] === ' ') return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
  const instant = new Date(text);
  if (!Number.isNaN(instant.getTime())) return instant.toISOString();
  throw new RangeError(`the database holds the time ${text}, which is not an instant`);
}

/** A flat array as a Postgres array literal. */
export function serializeArray(values: readonly unknown[]): string {
  return `{${values.map((value) => (value === null || value === undefined ? 'NULL' : quoted(value))).join(',')}}`;
}

function quoted(value: unknown): string {
  return `"${asElement(value).replace(/["\\]/g, '\\$&')}"`;
}

function asElement(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  // Numbers and booleans read the same in JSON and in Postgres.
  return JSON.stringify(value);
}

/** Reads a flat array literal, each element by `parse`. */
export function parseArray<T>(literal: string, parse: (text: string) => T): (T | null)[] {
  const values: (T | null)[] = [];
  const element = /"((?:[^"\\]|\\.)*)"|([^,{}]+)/g;
  for (const [, inQuotes, bare] of literal.slice(1, -1).matchAll(element)) {
    if (inQuotes !== undefined) values.push(parse(inQuotes.replace(/\\(.)/g, '$1')));
    else values.push(bare === undefined || bare === 'NULL' ? null : parse(bare));
  }
  return values;
}

const asText = (text: string): string => text;

/** Element parsers by the OID of the array type (pg_type.dat). */
const arrayTypes = {
  booleans: { oid: 1000, parse: (text: string) => text === 't' },
  smallints: { oid: 1005, parse: Number },
  integers: { oid: 1007, parse: Number },
  texts: { oid: 1009, parse: asText },
  bigints: { oid: 1016, parse: parseNumber },
  doubles: { oid: 1022, parse: Number },
  instants: { oid: 1185, parse: parseInstant },
  days: { oid: 1182, parse: asText },
  numerics: { oid: 1231, parse: parseNumber },
  uuids: { oid: 2951, parse: asText },
  documents: { oid: 3807, parse: (text: string): unknown => JSON.parse(text) },
};

const scalars = {
  numeric: { to: 1700, from: [1700], serialize: String, parse: parseNumber },
  bigint: { to: 20, from: [20], serialize: String, parse: parseNumber },
  day: { to: 1082, from: [1082], serialize: String, parse: asText },
  date: {
    to: 1184,
    from: [1114, 1184],
    serialize: (value: unknown) => (value instanceof Date ? value.toISOString() : String(value)),
    parse: parseInstant,
  },
};

/** All value types that differ from the driver's own, in the form the driver takes them. */
export const valueTypes = {
  ...scalars,
  ...Object.fromEntries(
    Object.entries(arrayTypes).map(([name, { oid, parse }]) => [
      name,
      {
        to: oid,
        from: [oid],
        serialize: serializeArray,
        // The element parsers differ in what they return; rows say their types where they are read.
        parse: (literal: string): unknown[] => parseArray<unknown>(literal, parse),
      },
    ]),
  ),
};
