import { createHash } from 'node:crypto';

import type { ImportKind } from '#shared/contracts/events/demand.ts';
import type { ColumnOptions } from '#shared/domain/imports/import-columns.ts';

/** Id of the import that a file is, read with some options: the same again gives the same id. */
export function importIdOf(from: {
  readonly kind: ImportKind;
  readonly fileHash: string;
  readonly columns: ColumnOptions;
  readonly isShifted: boolean;
  readonly issueStock: boolean;
  /** 0, or how many earlier imports of the file were undone. */
  readonly round: number;
}): string {
  const { set, map } = from.columns;
  const options = [sorted(set), sorted(map), from.isShifted, from.issueStock, from.round];
  const digest = createHash('sha256')
    .update(JSON.stringify([from.kind, from.fileHash, options]))
    .digest('hex');
  // RFC 9562 version 8: a UUID whose bits are of our own making.
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-a$4-$5');
}

function sorted(entries: ReadonlyMap<string, string>): string[] {
  return [...entries].map((entry) => JSON.stringify(entry)).toSorted((one, other) => (one < other ? -1 : 1));
}
