/** Paging by keyset: a cursor is the sort key of the last row, opaque to callers, and of one list only. */
import { Refusal } from '#functions/_kit/refusal.ts';
import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Day, Instant } from '#shared/contracts/instants.ts';
import { StorableText } from '#shared/contracts/text.ts';

/** Parts of sort keys. */
export const keyParts = {
  id: Uuid,
  text: StorableText,
  day: Day,
  instant: Instant,
  number: v.number(),
} as const;

/** The sort key in a cursor that this list has given out before; null where there is none. */
export function keyAfter<const Parts extends v.TupleItems>(
  list: string,
  cursor: string | undefined,
  parts: Parts,
): v.InferOutput<v.StrictTupleSchema<Parts, undefined>> | null {
  if (cursor === undefined) return null;
  const parsed = v.safeParse(v.strictTuple([v.literal(list), v.strictTuple(parts)]), decode(cursor));
  if (!parsed.success) {
    const message = 'must be the nextCursor of a page of this list; leave it out to start anew';
    throw new Refusal(400, undefined, { errors: [{ path: 'cursor', message }] });
  }
  return parsed.output[1];
}

/**
 * One row more than a page holds was read: whether it is there says whether there is a next page. `keyOf` gives the
 * values the list is sorted by, the last of them unique.
 */
export function toPage<Item>(
  list: string,
  rows: readonly Item[],
  { limit, keyOf }: { readonly limit: number; readonly keyOf: (item: Item) => readonly unknown[] },
): { items: Item[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > limit && last !== undefined ? encode([list, keyOf(last)]) : null,
  };
}

function encode(key: unknown): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
