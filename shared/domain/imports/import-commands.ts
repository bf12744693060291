/** Turns the rows of a file into the commands that write them. */
import type { DemandInput, StockInput } from '#shared/contracts/api/write-bodies.ts';
import type { ImportKind } from '#shared/contracts/events/demand.ts';
import { addDays } from '#shared/forecasting/day-number.ts';

import type { DemandGroup } from './demand-days.ts';
import type { Calendar } from './local-time.ts';
import type { StockRow } from './row-readers.ts';

/** One item of a command, and where in the file it comes from. */
export type ImportItem = {
  readonly body: object;
  /** The line of the file, where the item is one line. */
  readonly line?: number;
  /** What the item is about, for messages. */
  readonly subject: string;
  /** How many lines of the file it holds. */
  readonly rows: number;
};

/** One request. */
export type ImportCommand = {
  readonly method: 'PUT' | 'POST';
  readonly path: string;
  readonly items: readonly ImportItem[];
  /** What each item writes at most; one that changes nothing writes no event. */
  readonly events: readonly string[];
};

/** Most items, and most bytes of JSON, of one command: it is one transaction and must stay a short one. */
export const batchLimits = { items: 500, bytes: 64 * 1024 };
const daysPerItem = 500;

const writes = {
  products: { path: '/products', events: ['NewProductScheduled or ProductDetailsChanged'] },
  suppliers: { path: '/suppliers', events: ['SupplierRegistered or SupplierDetailsChanged'] },
  terms: { path: '/supplier-terms', events: ['SupplierTermsChanged'] },
  stock: { path: '/stock', events: ['StockImported'] },
} as const;

/** Commands for kinds of which each row is an item of its own. */
export function rowCommands(
  kind: Exclude<ImportKind, 'sales'>,
  items: readonly ImportItem[],
): ImportCommand[] {
  return chunksOf(items).map((chunk) => ({ method: 'PUT', ...writes[kind], items: chunk }));
}

/** The command that opens the locations a file names. */
export function locationCommands(names: readonly string[]): ImportCommand[] {
  const items = names.map((name) => ({ body: { name }, subject: name, rows: 0 }));
  return chunksOf(items).map((chunk) => ({
    method: 'PUT',
    path: '/locations',
    items: chunk,
    events: ['LocationOpened'],
  }));
}

/** A count of stock for the API, its day shifted. */
export function stockInput(
  row: StockRow,
  options: { readonly importId: string; readonly shiftDays: number; readonly calendar: Calendar },
): StockInput {
  const shifted = addDays(row.asOf.slice(0, 10), options.shiftDays) + row.asOf.slice(10);
  const instant = options.calendar.parseInstant(shifted);
  // The reader has taken the same text; moving its day by weeks leaves it a day that exists.
  if (!('value' in instant))
    throw new RangeError(`as_of ${row.asOf} shifted by ${options.shiftDays} days: ${instant.reason}`);
  return {
    sku: row.sku,
    location: row.location,
    onHand: row.onHand,
    asOf: instant.value,
    importId: options.importId,
  };
}

/**
 * Commands for demand. A command holds one product at one location only: an import that was cut off repeats the
 * commands it had given, and their keys, even when more of the file's products are known by then.
 */
export function demandCommands(
  groups: readonly DemandGroup[],
  options: { readonly importId: string; readonly shiftDays: number; readonly issueStock: boolean },
): ImportCommand[] {
  return groups.flatMap((group) =>
    chunksOf(demandItems(group, options)).map((items) => ({
      method: 'POST' as const,
      path: '/demand',
      items,
      events: options.issueStock ? ['DemandImported', 'StockIssued'] : ['DemandImported'],
    })),
  );
}

function demandItems(
  group: DemandGroup,
  options: { readonly importId: string; readonly shiftDays: number; readonly issueStock: boolean },
): ImportItem[] {
  const days = [...group.days]
    .map(([day, thousandths]): [string, number] => [addDays(day, options.shiftDays), thousandths / 1000])
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  const items: ImportItem[] = [];
  for (let from = 0; from < days.length; from += daysPerItem) {
    const body: DemandInput = {
      sku: group.sku,
      ...(group.location === undefined ? {} : { location: group.location }),
      importId: options.importId,
      rows: days.slice(from, from + daysPerItem),
      ...(options.issueStock ? { issueStock: true } : {}),
    };
    // The lines of a group are counted with its first item, so that they are counted once.
    items.push({ body, subject: group.sku, rows: from === 0 ? group.lines : 0 });
  }
  return items;
}

/** Cuts items into lists within the limits of a command. */
function chunksOf(items: readonly ImportItem[]): ImportItem[][] {
  const chunks: ImportItem[][] = [];
  let room = 0;
  for (const item of items) {
    const bytes = utf8Length(JSON.stringify(item.body)) + 1;
    const chunk = chunks.at(-1);
    if (chunk === undefined || chunk.length === batchLimits.items || bytes > room) {
      chunks.push([item]);
      room = batchLimits.bytes - '{"items":[]}'.length - bytes;
    } else {
      chunk.push(item);
      room -= bytes;
    }
  }
  return chunks;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
