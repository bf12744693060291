/** Every minute: publishes the events that were not published, and rings for streams that the tables lag behind. */
import { requiredText } from '#functions/_kit/config.ts';
import { type Database, openDatabase, type Sql } from '#functions/_kit/database.ts';
import { defineHandler, type InvocationContext } from '#functions/_kit/lambda.ts';
import { logInfo, logWarning } from '#functions/_kit/log.ts';
import { createPublisher } from '#functions/_kit/publisher.ts';
import type { Ringer, WrittenEvent } from '#functions/_kit/ringer.ts';

type MarkPublished = (tenantId: string, eventIds: readonly string[]) => Promise<void>;

/** What the sweep needs. */
export type Services = {
  readonly database: Database;
  /** Rings and returns the ids of the events whose doorbells were taken. */
  readonly ring: (events: readonly WrittenEvent[]) => Promise<readonly string[]>;
};

/** What a sweep came to. */
export type Sweep = { readonly published: number; readonly rung: number };

const eventsPerBatch = 500;
const mostSilentStreams = 2000;
/** Time kept for the second half of the sweep. */
const reserveMs = 20_000;

/** One sweep; what is left comes in the next. */
export async function handle(
  _event: unknown,
  services: Services,
  context: Pick<InvocationContext, 'getRemainingTimeInMillis'>,
): Promise<Sweep> {
  let published = 0;
  for (;;) {
    const { found, taken } = await publishSome(services);
    published += taken;
    if (taken < found) logWarning('events stay unpublished until the next sweep', { found, taken });
    if (taken < eventsPerBatch || context.getRemainingTimeInMillis() < reserveMs) break;
  }
  const rung = await ringForSilentStreams(services);
  if (published + rung > 0) logInfo('outbox swept', { published, rung });
  return { published, rung };
}

/** The rows stay locked while the doorbells are rung, so that nobody else rings for them meanwhile. */
async function publishSome({ database, ring }: Services): Promise<{ found: number; taken: number }> {
  return database.transaction({ tenantId: null }, async (sql) => {
    const events = await lockUnpublished(sql);
    const taken = await ring(events);
    const tenantOf = new Map(events.map((event) => [event.eventId, event.tenantId]));
    await sql`UPDATE events AS e SET published_at = now()
      FROM unnest(${taken.map((id) => tenantOf.get(id) ?? null)}::uuid[], ${taken}::uuid[]) AS t(tenant_id, event_id)
      WHERE e.tenant_id = t.tenant_id AND e.event_id = t.event_id`;
    return { found: events.length, taken: taken.length };
  });
}

/** Younger events are still on their way: whoever wrote them publishes them. */
async function lockUnpublished(sql: Sql): Promise<readonly WrittenEvent[]> {
  return sql<WrittenEvent[]>`SELECT tenant_id AS "tenantId", topic, type, event_id AS "eventId",
      stream_id AS "streamId", stream_version AS "streamVersion"
    FROM events WHERE published_at IS NULL AND recorded_at < now() - interval '10 seconds'
    ORDER BY recorded_at LIMIT ${eventsPerBatch} FOR UPDATE SKIP LOCKED`;
}

/** Rings by the oldest event that the tables do not show; streams in quarantine wait for a person. */
async function ringForSilentStreams({ database, ring }: Services): Promise<number> {
  const events = await database.statement(
    (sql) => sql<WrittenEvent[]>`SELECT s.tenant_id AS "tenantId", e.topic, e.type, e.event_id AS "eventId",
        s.stream_id AS "streamId", s.version AS "streamVersion"
      FROM streams s JOIN events e ON e.tenant_id = s.tenant_id AND e.stream_id = s.stream_id
        AND e.stream_version = s.applied_version + 1
      WHERE s.applied_version < s.version AND e.published_at < now() - interval '10 seconds'
        AND NOT EXISTS (SELECT FROM quarantine q WHERE q.tenant_id = s.tenant_id AND q.stream_id = s.stream_id)
      ORDER BY e.recorded_at LIMIT ${mostSilentStreams}`,
  );
  await ring(events);
  return events.length;
}

/** A ring that tells what was taken, made of a ringer that notes it. One ring at a time. */
export function ringAndTell(openRinger: (markPublished: MarkPublished) => Ringer): Services['ring'] {
  let taken: string[] = [];
  const ringer = openRinger((_tenantId, eventIds) => {
    taken.push(...eventIds);
    return Promise.resolve();
  });
  return async (events) => {
    taken = [];
    await ringer.ring(events);
    return taken;
  };
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: (): Services => {
    const topicArnPrefix = requiredText('TOPIC_ARN_PREFIX');
    return {
      database: openDatabase(requiredText('DATABASE_URL'), 1),
      ring: ringAndTell((markPublished) => createPublisher({ topicArnPrefix, markPublished })),
    };
  },
  handle,
});
