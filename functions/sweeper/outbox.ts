/** Every minute: publishes the events that were not published, and rings for streams that the tables lag behind. */
import { requiredText } from '#functions/_kit/config.ts';
import { type Database, openDatabase, type Sql } from '#functions/_kit/database.ts';
import { defineHandler, type InvocationContext } from '#functions/_kit/lambda.ts';
import { logInfo, logWarning } from '#functions/_kit/log.ts';
import { createPublisher } from '#functions/_kit/publisher.ts';
import type { Ringer, WrittenEvent } from '#functions/_kit/ringer.ts';

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
    if (found > taken) logWarning('events could not be published; they wait for the next sweep', { found, taken });
    if (found < eventsPerBatch || taken < found || context.getRemainingTimeInMillis() < reserveMs) break;
  }
  const rung = await ringForSilentStreams(services);
  if (published + rung > 0) logInfo('outbox swept', { published, rung });
  return { published, rung };
}

/** The rows stay locked while the doorbells are rung, so that nobody else rings for them meanwhile. */
async function publishSome({ database, ring }: Services): Promise<{ found: number; taken: number }> {
  return database.statement((owner) =>
    database.transaction({ tenantId: null }, async (sql) => {
      void owner;
      const events = await lockUnpublished(sql);
      const taken = await ring(events);
      await markPublished(sql, events, new Set(taken));
      return { found: events.length, taken: taken.length };
    }),
  );
}
