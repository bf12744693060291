/** A single event, and waiting until the tables show it. */
import type { Sql } from '#functions/_kit/database.ts';
import type { EventStatus } from '#shared/contracts/api/common.ts';
import { eventForViewers } from '#shared/domain/audit/without-money.ts';

import type { Caller, ReadsOf } from './read.ts';

const longestWaitMs = 20_000;
const firstPauseMs = 25;
const longestPauseMs = 400;

/** Reads of events. */
export const eventReads: ReadsOf<'getEvent'> = {
  // Each look is a transaction of its own: no connection is held in between.
  getEvent: async ({ inTransaction, caller, parameters, query }) => {
    const giveUpAt = performance.now() + waitMs(query.wait);
    for (let pause = firstPauseMs; ; pause = Math.min(longestPauseMs, pause * 1.6)) {
      const status = await inTransaction((sql) => selectEvent(sql, caller, parameters.eventId));
      const left = giveUpAt - performance.now();
      if (status === null || status.applied || left <= 0) return status;
      await rest(Math.min(pause, left));
    }
  },
};

function waitMs(wait: string | undefined): number {
  return wait === undefined ? 0 : Math.min(longestWaitMs, Number.parseFloat(wait) * 1000);
}

function rest(ms: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, ms));
}

type EventRow = EventStatus['event'] & { readonly applied: boolean };

async function selectEvent(sql: Sql, caller: Caller, eventId: string): Promise<EventStatus | null> {
  const [row] = await sql<EventRow[]>`
    SELECT e.event_id AS "eventId", e.tenant_id AS "tenantId", e.stream_id AS "streamId",
      e.stream_type AS "streamType", e.stream_version AS "streamVersion", e.type,
      e.schema_version AS "schemaVersion", e.occurred_at AS "occurredAt", e.recorded_at AS "recordedAt", e.actor,
      e.reason, e.correlation_id AS "correlationId", e.causation_id AS "causationId",
      e.execution_id AS "executionId", e.facts_hash AS "factsHash", e.payload,
      s.applied_version >= e.stream_version AS applied
    FROM events e JOIN streams s USING (tenant_id, stream_id)
    WHERE e.tenant_id = ${caller.tenantId} AND e.event_id = ${eventId}`;
  if (row === undefined) return null;
  const { applied, ...event } = row;
  return { event: caller.seesCosts ? event : eventForViewers(event), applied };
}
