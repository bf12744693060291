/** Which columns a file of each kind has, and how the columns of a given file are brought to them. */
import type { ImportKind } from '#shared/contracts/events/demand.ts';

type Column = {
  readonly isRequired: boolean;
  /** What an empty cell or an absent column means. */ readonly fallback?: string;
};

const required: Column = { isRequired: true };
const optional: Column = { isRequired: false };

/** The columns of each kind of file, by the name they are documented under. */
export const importColumns = {
  products: {
    sku: required,
    name: required,
    unit: { isRequired: false, fallback: 'pcs' },
    category: optional,
    unit_cost: optional,
    currency: optional,
  },
  suppliers: { name: required, currency: optional, lead_time_days: required },
  terms: {
    supplier: required,
    sku: required,
    unit_price: required,
    lead_time_days: optional,
    moq: { isRequired: false, fallback: '0' },
    order_multiple: { isRequired: false, fallback: '1' },
  },
  stock: { sku: required, location: required, on_hand: required, as_of: required },
  sales: {
    ts: required,
    order: optional,
    sku: required,
    qty: required,
    unit_price: optional,
    country: optional,
    location: optional,
  },
} as const satisfies Record<ImportKind, Record<string, Column>>;

/** What the caller says about the file: constants by our column name, and our name by the file's. */
export type ColumnOptions = {
  readonly set: ReadonlyMap<string, string>;
  readonly map: ReadonlyMap<string, string>;
};

/** A row as text, by our column names; every column of the kind is there, an absent one as `''`. */
export type Cells = Readonly<Record<string, string>>;

/** How the rows of one file are read. */
export type ColumnPlan = {
  readonly cellsOf: (record: readonly string[]) => Cells;
  /** What the file calls one of our columns, for reports. */
  readonly headingOf: (column: string) => string;
  /** Columns of the file that mean nothing here. */
  readonly ignored: readonly string[];
};

/** Matches a file's heading with the columns of the kind; `problems` say what was found and expected. */
export function planColumns(
  kind: ImportKind,
  heading: readonly string[],
  options: ColumnOptions,
): { readonly plan: ColumnPlan } | { readonly problems: readonly string[] } {
  const columns = new Map<string, Column>(Object.entries(importColumns[kind]));
  const names = heading.map((cell) => normalise(cell));
  const problems = [...optionProblems(columns, names, options), ...doubleProblems(names)];
  const positions = new Map<string, number>();
  const ignored: string[] = [];
  names.forEach((name, position) => {
    const column = options.map.get(name) ?? name;
    if (!columns.has(column)) ignored.push(heading[position] ?? name);
    else if (positions.has(column))
      problems.push(`two columns of the file stand for ${column}: map or remove one`);
    else positions.set(column, position);
  });
  const missing = [...columns.entries()]
    .filter(([name, column]) => column.isRequired && !positions.has(name) && !options.set.has(name))
    .map(([name]) => name);
  if (missing.length > 0) {
    problems.push(
      `${plural(missing, 'column')} ${missing.join(', ')} missing: the file has ${heading.join(', ') || 'no columns'}; ` +
        `name them so, or say --map theirs=${missing[0]} or --set ${missing[0]}=value`,
    );
  }
  if (problems.length > 0) return { problems };
  const cellsOf = (record: readonly string[]): Cells =>
    Object.fromEntries(
      [...columns].map(([name, column]) => [
        name,
        cellOf({ name, column, record, positions, set: options.set }),
      ]),
    );
  const headingOf = (column: string) => heading[positions.get(column) ?? -1] ?? column;
  return { plan: { cellsOf, headingOf, ignored } };
}

function cellOf(from: {
  readonly name: string;
  readonly column: Column;
  readonly record: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
  readonly set: ReadonlyMap<string, string>;
}): string {
  const constant = from.set.get(from.name);
  if (constant !== undefined) return constant;
  const cell = from.record[from.positions.get(from.name) ?? -1]?.trim() ?? '';
  return cell === '' ? (from.column.fallback ?? '') : cell;
}

function optionProblems(
  columns: ReadonlyMap<string, Column>,
  names: readonly string[],
  { set, map }: ColumnOptions,
): string[] {
  const known = [...columns.keys()].join(', ');
  const unknown = (option: string, name: string) =>
    `${option} names the column ${name}, expected one of ${known}`;
  return [
    ...[...set.keys()].filter((name) => !columns.has(name)).map((name) => unknown('--set', name)),
    ...[...map.values()].filter((name) => !columns.has(name)).map((name) => unknown('--map', name)),
    ...[...map.keys()]
      .filter((name) => !names.includes(normalise(name)))
      .map((name) => `--map names ${name}, which the file does not have: it has ${names.join(', ')}`),
  ];
}

function doubleProblems(names: readonly string[]): string[] {
  const double = [
    ...new Set(names.filter((name, position) => name !== '' && names.indexOf(name) !== position)),
  ];
  return double.map((name) => `the file has the column ${name} twice: rename one`);
}

/** `Unit Cost` and `unit-cost` are `unit_cost`. */
export function normalise(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
}

function plural(names: readonly string[], word: string): string {
  return names.length === 1 ? word : `${word}s`;
}
