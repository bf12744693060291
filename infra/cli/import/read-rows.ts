/** Reads a whole file before anything is written: rows that can be taken, and why the others cannot. */
import type { ImportKind } from '#shared/contracts/events/demand.ts';
import { DemandDays } from '#shared/domain/imports/demand-days.ts';
import type { ColumnPlan } from '#shared/domain/imports/import-columns.ts';
import type { RefusedLine } from '#shared/domain/imports/import-report.ts';
import {
  productReader,
  salesReader,
  stockReader,
  supplierReader,
  termsReader,
  type ImportContext,
  type RowReader,
  type StockRow,
} from '#shared/domain/imports/row-readers.ts';

import type { CsvRecord } from './csv-file.ts';

/** A row of its own, with what identifies it in the file. */
type KeyedRow<T> = { readonly row: T; readonly subject: string; readonly line: number };

/** What a file holds. */
export type FileRows = {
  readonly read: number;
  readonly problems: readonly RefusedLine[];
  readonly refused: number;
  /** Rows of every kind but sales. */
  readonly rows: readonly KeyedRow<object>[];
  readonly stock: readonly KeyedRow<StockRow>[];
  readonly demand: DemandDays;
};

const progressEvery = 10_000;

/** Reads the records after the heading. */
export async function readRows(
  records: AsyncIterable<CsvRecord>,
  options: {
    readonly kind: ImportKind;
    readonly plan: ColumnPlan;
    readonly context: ImportContext;
    readonly width: number;
    readonly progress: (line: string) => void;
  },
): Promise<FileRows> {
  const collector = collectorOf(options.kind, options.context);
  const problems: RefusedLine[] = [];
  const seen = { read: 0, refused: 0 };
  for await (const { cells, line } of records) {
    seen.read += 1;
    if (seen.read % progressEvery === 0) options.progress(`${seen.read} lines read`);
    const found = tooWide(cells, options.width) ?? collector.take(options.plan.cellsOf(cells), line);
    if (found.length === 0) continue;
    seen.refused += 1;
    for (const { column, reason } of found) {
      problems.push({ line, column: column === null ? null : options.plan.headingOf(column), reason });
    }
  }
  return { ...seen, problems, rows: collector.rows, stock: collector.stock, demand: collector.demand };
}

type Found = readonly { readonly column: string | null; readonly reason: string }[];

/** A comma too many moves every later cell into the wrong column. */
function tooWide(cells: readonly string[], width: number): Found | undefined {
  if (cells.slice(width).every((cell) => cell.trim() === '')) return undefined;
  return [
    {
      column: null,
      reason: `found ${cells.length} cells, expected ${width}: quote cells that hold a separator`,
    },
  ];
}

type Collector = Pick<FileRows, 'rows' | 'stock' | 'demand'> & {
  readonly take: (cells: Readonly<Record<string, string>>, line: number) => Found;
};

function collectorOf(kind: ImportKind, context: ImportContext): Collector {
  const rows: KeyedRow<object>[] = [];
  const stock: KeyedRow<StockRow>[] = [];
  const demand = new DemandDays();
  const into = { rows, stock, demand };
  switch (kind) {
    case 'products':
      return {
        ...into,
        take: keyed(
          productReader(context),
          ({ sku }) => [sku],
          (row) => rows.push(row),
        ),
      };
    case 'suppliers':
      return {
        ...into,
        take: keyed(
          supplierReader(context),
          ({ name }) => [name],
          (row) => rows.push(row),
        ),
      };
    case 'terms':
      return {
        ...into,
        take: keyed(
          termsReader(context),
          ({ supplier, sku }) => [supplier ?? '', sku ?? ''],
          (row) => rows.push(row),
        ),
      };
    case 'stock':
      return {
        ...into,
        take: keyed(
          stockReader(context),
          ({ location, sku }) => [location, sku],
          (row) => stock.push(row),
        ),
      };
    case 'sales':
      return { ...into, take: plain(salesReader(context), (row) => demand.add(row)) };
  }
}

/** Takes rows of which there may be one per key. */
function keyed<T>(
  read: RowReader<T>,
  keyOf: (row: T) => readonly string[],
  keep: (row: KeyedRow<T>) => void,
): Collector['take'] {
  const lines = new Map<string, number>();
  return (cells, line) => {
    const result = read(cells);
    if ('problems' in result) return result.problems;
    const subject = keyOf(result.row).join(' / ');
    const earlier = lines.get(subject);
    if (earlier !== undefined)
      return [{ column: null, reason: `${subject} stands on line ${earlier} already` }];
    lines.set(subject, line);
    keep({ row: result.row, subject, line });
    return [];
  };
}

function plain<T>(read: RowReader<T>, keep: (row: T) => void): Collector['take'] {
  return (cells) => {
    const result = read(cells);
    if ('problems' in result) return result.problems;
    keep(result.row);
    return [];
  };
}
