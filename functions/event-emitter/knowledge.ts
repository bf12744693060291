/**
 * What this process remembers of tenants. Natural keys and the types of streams never change once written and are taken as
 * they are; memberships and states do change, and count only together with a write that checks them.
 */
import type { Role } from '#shared/contracts/roles.ts';

import { newTurns, type Turns } from './turns.ts';
import type { StreamRow } from './unit-of-work.ts';

const most = 50_000;

/** A caller's place, as it was when last seen. */
type Place = { readonly tenantId: string; readonly role: Role };

/** What this process remembers of tenants. */
export type Knowledge = {
  /** The stream that a natural key of the tenant names. */
  streamOf(tenantId: string, key: string): string | undefined;
  /** Whether the tenant has such a stream. */
  has(tenantId: string, streamId: string, type: string): boolean;
  /** A stream as it was when last read or written. */
  rowOf(tenantId: string, streamId: string): StreamRow | undefined;
  /** Where the caller is a member; without a wished tenant, where they last were when they named none. */
  placeOf(sub: string, wishedTenant: string | null): Place | undefined;
  /** Writers of one stream in this process, one after the other. */
  readonly turns: Turns;
  learnKey(tenantId: string, key: string, streamId: string): void;
  learnRow(tenantId: string, streamId: string, row: StreamRow): void;
  learnPlace(sub: string, wishedTenant: string | null, place: Place): void;
};

/** Begins with knowing nothing. */
export function newKnowledge(): Knowledge {
  const keys = new Map<string, string>();
  const rows = new Map<string, StreamRow>();
  const places = new Map<string, Place>();
  return {
    turns: newTurns(),
    streamOf: (tenantId, key) => keys.get(`${tenantId} ${key}`),
    has: (tenantId, streamId, type) => rows.get(`${tenantId} ${streamId}`)?.type === type,
    rowOf: (tenantId, streamId) => rows.get(`${tenantId} ${streamId}`),
    placeOf: (sub, wishedTenant) => places.get(`${wishedTenant ?? ''} ${sub}`),
    learnKey: (tenantId, key, streamId) => remember(keys, `${tenantId} ${key}`, streamId),
    learnRow: (tenantId, streamId, row) => {
      const key = `${tenantId} ${streamId}`;
      // Answers may overtake each other; versions only grow.
      if ((rows.get(key)?.version ?? 0) < row.version) remember(rows, key, row);
    },
    learnPlace: (sub, wishedTenant, place) => remember(places, `${wishedTenant ?? ''} ${sub}`, place),
  };
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  // Forgetting all costs a round trip per key once more; that is cheaper than keeping order at every look.
  if (map.size >= most) map.clear();
  map.set(key, value);
}
