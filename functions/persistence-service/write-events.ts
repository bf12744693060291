/** Writes events of locked streams to the tables, each stream up to the first event that cannot be applied. */
import type { Sql } from '#functions/_kit/database.ts';
import { logError } from '#functions/_kit/log.ts';

import { FollowUps } from './projections/follow-ups.ts';
import type { StoredEvent } from './projections/projection.ts';
import { prepare } from './projections/projections.ts';
import {
  EventRefused,
  isFaultOfTheEvent,
  logRefusal,
  noteQuarantine,
  type RefusedEvent,
} from './quarantine.ts';

/** A stream whose row is locked and which has events that the tables do not show. */
export type LockedStream = {
  readonly streamId: string;
  readonly version: number;
  readonly appliedVersion: number;
};

/** What one transaction writes; `events` are in the order of their streams and versions. */
export type LoadedBatch = {
  readonly tenantId: string;
  readonly streams: readonly LockedStream[];
  readonly events: readonly StoredEvent[];
  /** By stream: events that the tables have refused already. */
  readonly refused: ReadonlyMap<string, RefusedEvent>;
};

/** Writes the events and how far each stream is applied now; returns the streams that have more. */
export async function writeEvents(sql: Sql, batch: LoadedBatch): Promise<readonly string[]> {
  const { tenantId, streams, events } = batch;
  if (events.length === 0) {
    logError('streams are behind, but none of their events is there', { tenantId, streams });
    return [];
  }
  const followUps = new FollowUps();
  const eventsOf = Map.groupBy(events, (event) => event.streamId);
  const results = [];
  for (const stream of streams) {
    const own = eventsOf.get(stream.streamId) ?? [];
    const known = batch.refused.get(stream.streamId);
    results.push({ ...stream, ...(await writeStream(sql, { stream, events: own, known, followUps })) });
  }
  await sql`UPDATE streams AS s SET applied_version = a.version
    FROM unnest(${results.map(({ streamId }) => streamId)}::uuid[], ${results.map(({ applied }) => applied)}::int[])
      AS a(stream_id, version)
    WHERE s.tenant_id = ${tenantId} AND s.stream_id = a.stream_id AND s.applied_version < a.version`;
  await noteQuarantine(sql, tenantId, {
    refused: results.flatMap(({ refusal }) => refusal ?? []),
    flowing: results
      .filter(({ refusal, applied, appliedVersion }) => refusal === null && applied > appliedVersion)
      .map(({ streamId }) => streamId),
  });
  await followUps.write(sql, tenantId);
  return results
    .filter(({ refusal, applied, version }) => refusal === null && applied < version)
    .map(({ streamId }) => streamId);
}

type StreamToWrite = {
  readonly stream: LockedStream;
  readonly events: readonly StoredEvent[];
  readonly known: RefusedEvent | undefined;
  readonly followUps: FollowUps;
};

type WrittenStream = { readonly applied: number; readonly refusal: RefusedEvent | null };

async function writeStream(
  sql: Sql,
  { stream, events, known, followUps }: StreamToWrite,
): Promise<WrittenStream> {
  let applied = stream.appliedVersion;
  for (const event of events) {
    if (known?.event.eventId === event.eventId) return { applied, refusal: known };
    const preparation =
      event.streamVersion === applied + 1
        ? prepare(event)
        : { kind: 'refused' as const, reason: `version ${applied + 1} of its stream is missing` };
    if (preparation.kind === 'refused') {
      const refusal = { event, reason: preparation.reason };
      logRefusal(refusal);
      return { applied, refusal };
    }
    try {
      await preparation.write(sql, followUps);
    } catch (error) {
      if (isFaultOfTheEvent(error)) throw new EventRefused(event, error);
      throw error;
    }
    applied = event.streamVersion;
  }
  return { applied, refusal: null };
}
