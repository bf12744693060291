/** One transaction of a command that decides in several steps on locked streams. */
import type { Sql } from '#functions/_kit/database.ts';
import type { WrittenEvent } from '#functions/_kit/ringer.ts';

import type { CommandContext } from './command.ts';
import { prepareAppend, sendAppend, type StartRequest, type StreamWrite } from './stream-write.ts';

export type { StreamWrite } from './stream-write.ts';

/** A stream as it is: how many events it has, and what they come to. */
export type StreamRow = { readonly type: string; readonly version: number; readonly state: unknown };

/** An event that was appended. */
type AppendedEvent = {
  readonly eventId: string;
  readonly streamId: string;
  readonly streamVersion: number;
  readonly type: string;
};

/** What a command may do in its transaction. */
export type UnitOfWork = {
  readonly sql: Sql;
  /** Locks streams, in one order for everybody, and reads them; missing ones are absent. */
  lock(streamIds: readonly string[]): Promise<ReadonlyMap<string, StreamRow>>;
  /** Which stream holds which of the keys. */
  claims(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  claimsWithPrefix(prefix: string): Promise<readonly { readonly key: string; readonly streamId: string }[]>;
  /** Takes a key for a stream; false when somebody else holds it. */
  takeClaim(key: string, streamId: string): Promise<boolean>;
  releaseClaims(keys: readonly string[]): Promise<void>;
  /** Writes events and states; a stream that was not locked must be new. */
  append(writes: readonly StreamWrite[]): Promise<readonly AppendedEvent[]>;
  requestStart(start: StartRequest): Promise<void>;
};

/** A unit of work, and what it has written so far. */
export type OpenUnit = { readonly unit: UnitOfWork; readonly written: readonly WrittenEvent[] };

/** Opens a unit of work on a transaction whose tenant is set. */
export function openUnit(sql: Sql, context: CommandContext): OpenUnit {
  const { tenantId } = context;
  const versions = new Map<string, number>();
  const written: WrittenEvent[] = [];
  const unit: UnitOfWork = {
    sql,
    lock: (streamIds) => lockStreams(sql, { tenantId, streamIds, versions }),
    claims: async (keys) => {
      const rows = await sql<
        { key: string; streamId: string }[]
      >`SELECT key, stream_id AS "streamId" FROM claims
        WHERE tenant_id = ${tenantId} AND key = ANY (${[...keys]}::text[])`;
      return new Map(rows.map(({ key, streamId }) => [key, streamId]));
    },
    claimsWithPrefix: async (prefix) =>
      sql<{ key: string; streamId: string }[]>`SELECT key, stream_id AS "streamId" FROM claims
        WHERE tenant_id = ${tenantId} AND key >= ${prefix} AND key < ${`${prefix}\u{10ffff}`} ORDER BY key`,
    takeClaim: async (key, streamId) => {
      const taken =
        await sql`INSERT INTO claims (tenant_id, key, stream_id) VALUES (${tenantId}, ${key}, ${streamId})
        ON CONFLICT (tenant_id, key) DO NOTHING RETURNING 1`;
      return taken.length === 1;
    },
    releaseClaims: async (keys) => {
      await sql`DELETE FROM claims WHERE tenant_id = ${tenantId} AND key = ANY (${[...keys]}::text[])`;
    },
    append: async (writes) => {
      const prepared = prepareAppend({
        context,
        writes,
        versionOf: (streamId) => versions.get(streamId) ?? 0,
      });
      if (prepared.written.length === 0) return [];
      await sendAppend(sql, prepared, null);
      for (const { streamId, streamVersion } of prepared.written) versions.set(streamId, streamVersion);
      written.push(...prepared.written);
      return prepared.written;
    },
    requestStart: async ({ machine, subjectKey, input, delaySeconds = 5 }) => {
      const text = JSON.stringify(input);
      await sql`SELECT request_start(${tenantId}, ${machine}, ${subjectKey}, ${text}::text::jsonb, ${delaySeconds})`;
    },
  };
  return { unit, written };
}

type LockRequest = {
  readonly tenantId: string;
  readonly streamIds: readonly string[];
  readonly versions: Map<string, number>;
};

async function lockStreams(
  sql: Sql,
  { tenantId, streamIds, versions }: LockRequest,
): Promise<ReadonlyMap<string, StreamRow>> {
  if (streamIds.length === 0) return new Map();
  const rows = await sql<(StreamRow & { streamId: string })[]>`
    SELECT stream_id AS "streamId", type, version, state FROM streams
    WHERE tenant_id = ${tenantId} AND stream_id = ANY (${[...new Set(streamIds)]}::uuid[])
    ORDER BY stream_id FOR UPDATE`;
  for (const { streamId, version } of rows) versions.set(streamId, version);
  return new Map(rows.map(({ streamId, type, version, state }) => [streamId, { type, version, state }]));
}
