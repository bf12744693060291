/** The audit trail. */
import type { Sql } from '#functions/_kit/database.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import { auditEntry, namesOf, selectEvents } from './event-rows.ts';
import type { Fragment } from './fragment.ts';
import { isAboutOrder, orderStreams, type OrderStreams } from './order-streams.ts';
import type { Caller, QueryOf, ReadsOf } from './read.ts';

/** Reads of the audit trail. */
export const auditReads: ReadsOf<'listAudit'> = {
  listAudit: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('audit', query.cursor, [keyParts.instant, keyParts.id]);
      const { purchaseOrderId } = query;
      const streams =
        purchaseOrderId === undefined ? undefined : await orderStreams(sql, caller, purchaseOrderId);
      if (streams === null) return { items: [], nextCursor: null };
      const rows = await selectEvents(
        sql,
        caller,
        sql`${filterOf(sql, caller, { query, streams })}
          ${
            after === null
              ? sql``
              : sql`AND (e.recorded_at, e.event_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
          }
          ORDER BY e.recorded_at DESC, e.event_id DESC LIMIT ${query.limit + 1}`,
      );
      const page = toPage('audit', rows, {
        limit: query.limit,
        keyOf: (row) => [row.recordedAt, row.eventId],
      });
      const names = await namesOf(sql, caller, page.items);
      return { ...page, items: page.items.map((event) => auditEntry(event, names, caller)) };
    }),
};

type Filter = { readonly query: QueryOf<'listAudit'>; readonly streams: OrderStreams | undefined };

/** Not async: a piece of a statement that is awaited is sent. */
function filterOf(sql: Sql, caller: Caller, { query, streams }: Filter): Fragment {
  const { streamId, purchaseOrderId, correlationId, type, topic, actor, from, to } = query;
  const conditions = [
    streamId === undefined ? null : sql`e.stream_id = ${streamId}`,
    streams === undefined || purchaseOrderId === undefined
      ? null
      : isAboutOrder(sql, streams, { purchaseOrderId }),
    correlationId === undefined ? null : sql`e.correlation_id = ${correlationId}`,
    type === undefined ? null : sql`e.type = ${type}`,
    topic === undefined ? null : sql`e.topic = ${topic}`,
    actor === undefined ? null : sql`(e.actor ->> 'id' = ${actor} OR e.actor ->> 'onBehalfOf' = ${actor})`,
    from === undefined
      ? null
      : sql`e.recorded_at >= ${momentOf(sql, caller, { moment: from, daysLater: 0 })}`,
    to === undefined ? null : sql`e.recorded_at < ${momentOf(sql, caller, { moment: to, daysLater: 1 })}`,
  ];
  return conditions.reduce<Fragment>(
    (all, condition) => (condition === null ? all : sql`${all} AND ${condition}`),
    sql``,
  );
}

/** A time as it is; a day as its beginning in the tenant's time zone, or so many days later. */
function momentOf(
  sql: Sql,
  { tenantId }: Caller,
  { moment, daysLater }: { readonly moment: string; readonly daysLater: number },
): Fragment {
  if (moment.length > 'YYYY-MM-DD'.length) return sql`${moment}::timestamptz`;
  return sql`((${moment}::date + ${daysLater}::int)::timestamp AT TIME ZONE
    (SELECT time_zone FROM tenants WHERE tenant_id = ${tenantId}))`;
}
