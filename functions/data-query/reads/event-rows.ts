/** Events in readable form: who, what it is about, and one sentence. */
import type { Sql } from '#functions/_kit/database.ts';
import type { AuditEntry, TimelineEntry } from '#shared/contracts/api/models/audit.ts';
import { idsIn, membersIn, subjectOf } from '#shared/domain/audit/subject-of.ts';
import { actorName } from '#shared/domain/audit/sentences/words.ts';
import { summarise } from '#shared/domain/audit/summarise.ts';
import { withoutMoney } from '#shared/domain/audit/without-money.ts';

import type { Fragment } from './fragment.ts';
import type { Caller } from './read.ts';

/** An event as it is stored. */
export type EventRow = Omit<AuditEntry, 'actorName' | 'subject'>;

/** Names of things by id, and of members by sub. */
export type Names = {
  readonly things: ReadonlyMap<string, string>;
  readonly members: ReadonlyMap<string, string>;
};

/** Events of the tenant; `rest` goes on after the tenant's `WHERE`. */
export async function selectEvents(
  sql: Sql,
  { tenantId }: Caller,
  rest: Fragment,
): Promise<readonly EventRow[]> {
  return sql<EventRow[]>`
    SELECT e.event_id AS "eventId", e.stream_id AS "streamId", e.stream_type AS "streamType",
      e.stream_version AS "streamVersion", e.type, e.topic, e.occurred_at AS "occurredAt",
      e.recorded_at AS "recordedAt", e.actor, e.reason, e.correlation_id AS "correlationId",
      e.causation_id AS "causationId", e.execution_id AS "executionId", e.facts_hash AS "factsHash", e.payload
    FROM events e WHERE e.tenant_id = ${tenantId} ${rest}`;
}

/** The names that a page of events needs, in one query. */
export async function namesOf(sql: Sql, { tenantId }: Caller, events: readonly EventRow[]): Promise<Names> {
  const ids = [...new Set(events.flatMap(idsIn))].filter((id) => /^[0-9a-f-]{36}$/i.test(id));
  const subs = [
    ...new Set(
      events.flatMap((event) => [
        event.actor.id,
        event.actor.onBehalfOf ?? event.actor.id,
        ...membersIn(event),
      ]),
    ),
  ];
  const rows = await sql<{ key: string; name: string; isMember: boolean }[]>`
    SELECT product_id::text AS key, sku AS name, false AS "isMember" FROM products
      WHERE tenant_id = ${tenantId} AND product_id = ANY(${ids}::uuid[])
    UNION ALL SELECT location_id::text, name, false FROM locations
      WHERE tenant_id = ${tenantId} AND location_id = ANY(${ids}::uuid[])
    UNION ALL SELECT supplier_id::text, name, false FROM suppliers
      WHERE tenant_id = ${tenantId} AND supplier_id = ANY(${ids}::uuid[])
    UNION ALL SELECT purchase_order_id::text, number, false FROM purchase_orders
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ANY(${ids}::uuid[])
    UNION ALL SELECT import_id::text, file_name, false FROM imports
      WHERE tenant_id = ${tenantId} AND import_id = ANY(${ids}::uuid[])
    UNION ALL SELECT run_id::text, 'forecast run of ' || as_of, false FROM forecast_runs
      WHERE tenant_id = ${tenantId} AND run_id = ANY(${ids}::uuid[])
    UNION ALL SELECT demand_event_id::text, name, false FROM demand_events
      WHERE tenant_id = ${tenantId} AND demand_event_id = ANY(${ids}::uuid[])
    UNION ALL SELECT sub, display_name, true FROM memberships
      WHERE tenant_id = ${tenantId} AND sub = ANY(${subs}::text[])`;
  const mapOf = (isMember: boolean): ReadonlyMap<string, string> =>
    new Map(rows.filter((row) => row.isMember === isMember).map(({ key, name }) => [key, name]));
  return { things: mapOf(false), members: mapOf(true) };
}

/** The event as an entry of the audit trail. */
export function auditEntry(event: EventRow, names: Names, caller: Caller): AuditEntry {
  return {
    ...event,
    actorName: actorName(event.actor, names.members),
    subject: subjectOf(event, nameIn(names)),
    payload: caller.seesCosts ? event.payload : withoutMoney(event.payload),
  };
}

/** The event as an entry of a timeline. */
export function timelineEntry(event: EventRow, names: Names, caller: Caller): TimelineEntry {
  const entry = auditEntry(event, names, caller);
  const { actorName: actor, subject } = entry;
  return {
    id: event.eventId,
    at: event.recordedAt,
    kind: 'event',
    type: event.type,
    actor: event.actor,
    actorName: actor,
    reason: event.reason,
    state: null,
    summary: summarise(event, {
      actor,
      subject,
      nameOf: nameIn(names),
      personOf: (sub) => names.members.get(sub) ?? sub,
      seesCosts: caller.seesCosts,
    }),
    payload: entry.payload,
  };
}

/** What no table shows yet goes by the beginning of its id. */
function nameIn({ things }: Names): (id: string) => string {
  return (id) => things.get(id) ?? id.slice(0, 8);
}
