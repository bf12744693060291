/**
 * Brings the tables up to date with streams. Under the lock of a stream's row its events above `applied_version` are
 * written in the order of their versions, and `applied_version` with them: that, and not what a message says, is why
 * every event is applied exactly once.
 */
import type { Database, Sql } from '#functions/_kit/database.ts';

import type { MonthPartitions } from './month-partitions.ts';
import type { StoredEvent } from './projections/projection.ts';
import { isStockEvent } from './projections/stock.ts';
import { EventRefused, logRefusal, type RefusedEvent } from './quarantine.ts';
import { type LockedStream, writeEvents } from './write-events.ts';

/** What applying needs. */
export type Services = { readonly database: Database; readonly partitions: MonthPartitions };

const streamsPerTransaction = 100;
const eventsPerTransaction = 200;

/** Applies all that the streams of a tenant have; a stream whose next event cannot be applied goes to quarantine. */
export async function applyStreams(
  services: Services,
  tenantId: string,
  streamIds: readonly string[],
): Promise<void> {
  // The same order everywhere, so that no two transactions wait for each other.
  const sorted = [...new Set(streamIds)].toSorted();
  for (let start = 0; start < sorted.length; start += streamsPerTransaction) {
    await applyTogether(services, tenantId, sorted.slice(start, start + streamsPerTransaction));
  }
}

async function applyTogether(
  services: Services,
  tenantId: string,
  streamIds: readonly string[],
): Promise<void> {
  // By stream: events that the tables refused while they were written.
  const refused = new Map<string, RefusedEvent>();
  let behind = streamIds;
  while (behind.length > 0) {
    try {
      behind = await applySome(services, { tenantId, streamIds: behind, refused });
    } catch (error) {
      if (!(error instanceof EventRefused)) throw error;
      logRefusal(error.refused);
      refused.set(error.refused.event.streamId, error.refused);
    }
  }
}

type Batch = {
  readonly tenantId: string;
  readonly streamIds: readonly string[];
  readonly refused: ReadonlyMap<string, RefusedEvent>;
};

/** One transaction; returns the streams that have more. */
async function applySome({ database, partitions }: Services, batch: Batch): Promise<readonly string[]> {
  const { tenantId } = batch;
  const { more, months } = await database.transaction(
    { tenantId },
    async (sql) => {
      const streams = await lockStreamsBehind(sql, batch);
      if (streams.length === 0) return { more: [], months: [] };
      const events = await readEvents(sql, tenantId, streams);
      const months = events.filter(({ type }) => isStockEvent(type)).map(({ occurredAt }) => occurredAt);
      await partitions.ensure(sql, months);
      return { more: await writeEvents(sql, { ...batch, streams, events }), months };
    },
    // A second time finds `applied_version` where the first left it.
    { retry: true, deadlineMs: 20_000 },
  );
  partitions.remember(months);
  return more;
}

async function lockStreamsBehind(sql: Sql, { tenantId, streamIds }: Batch): Promise<readonly LockedStream[]> {
  return sql<
    LockedStream[]
  >`SELECT stream_id AS "streamId", version, applied_version AS "appliedVersion" FROM streams
    WHERE tenant_id = ${tenantId} AND stream_id = ANY(${streamIds}::uuid[]) AND applied_version < version
    ORDER BY stream_id FOR UPDATE`;
}

async function readEvents(
  sql: Sql,
  tenantId: string,
  streams: readonly LockedStream[],
): Promise<readonly StoredEvent[]> {
  return sql<
    StoredEvent[]
  >`SELECT e.tenant_id AS "tenantId", e.event_id AS "eventId", e.stream_id AS "streamId",
      e.stream_version AS "streamVersion", e.type, e.occurred_at AS "occurredAt", e.recorded_at AS "recordedAt",
      e.actor, e.reason, e.execution_id AS "executionId", e.facts_hash AS "factsHash", e.payload
    FROM streams s JOIN events e USING (tenant_id, stream_id)
    WHERE s.tenant_id = ${tenantId} AND s.stream_id = ANY(${streams.map((stream) => stream.streamId)}::uuid[])
      AND e.stream_version > s.applied_version
    ORDER BY e.stream_id, e.stream_version LIMIT ${eventsPerTransaction}`;
}
