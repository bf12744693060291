/** Streams whose next event cannot be applied: one row each, until it can. */
import type { Sql } from '#functions/_kit/database.ts';
import { isConflict, isConnectionFault } from '#functions/_kit/database-faults.ts';
import { logWarning } from '#functions/_kit/log.ts';

import type { StoredEvent } from './projections/projection.ts';

/** An event that the tables cannot take, and why. */
export type RefusedEvent = { readonly event: StoredEvent; readonly reason: string };

/** Says that an event was refused. */
export function logRefusal({ event, reason }: RefusedEvent): void {
  const { tenantId, streamId, eventId, type } = event;
  logWarning('an event goes to quarantine', { tenantId, streamId, eventId, type, reason });
}

/** Notes the refused events, and takes the streams that flow again off the list. */
export async function noteQuarantine(
  sql: Sql,
  tenantId: string,
  { refused, flowing }: { readonly refused: readonly RefusedEvent[]; readonly flowing: readonly string[] },
): Promise<void> {
  for (const { event, reason } of refused) {
    await sql`INSERT INTO quarantine AS q (tenant_id, stream_id, event_id, stream_version, type, reason)
      VALUES (${tenantId}, ${event.streamId}, ${event.eventId}, ${event.streamVersion}, ${event.type}, ${reason})
      ON CONFLICT (tenant_id, stream_id) DO UPDATE SET
        attempts = CASE WHEN q.event_id = excluded.event_id THEN q.attempts + 1 ELSE 1 END,
        quarantined_at = CASE WHEN q.event_id = excluded.event_id THEN q.quarantined_at ELSE now() END,
        event_id = excluded.event_id, stream_version = excluded.stream_version, type = excluded.type,
        reason = excluded.reason`;
  }
  await sql`DELETE FROM quarantine WHERE tenant_id = ${tenantId} AND stream_id = ANY(${flowing}::uuid[])`;
}

/** The tables did not take an event; the transaction is to be done again without it. */
export class EventRefused extends Error {
  override readonly name = 'EventRefused';
  readonly refused: RefusedEvent;

  constructor(event: StoredEvent, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`the tables did not take ${event.type} ${event.eventId}: ${reason}`, { cause });
    this.refused = { event, reason };
  }
}

/**
 * Whether the fault lies in the event, so that trying again later changes nothing: Postgres refused its data (classes
 * 22 and 23), or our own code failed on it. All else (no connection, no disk, a migration that is still missing) passes.
 */
export function isFaultOfTheEvent(error: unknown): boolean {
  if (!(error instanceof Error) || isConnectionFault(error) || isConflict(error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code === '' || /^2[23]/.test(code);
}
