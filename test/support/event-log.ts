/** Events in the events table as event-emitter would have left them, for tests of what follows. */
import type { Database, Sql } from '#functions/_kit/database.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import { eventTypes, type EventType } from '#shared/contracts/events/event-types.ts';

/** An event to write; its version is the next of its stream. */
export type LoggedEvent = {
  readonly streamId: string;
  readonly type: string;
  readonly payload: unknown;
  readonly occurredAt?: string;
  readonly recordedAt?: string;
  readonly reason?: { readonly code: string; readonly text?: string };
  readonly executionId?: string;
};

/** What a doorbell says. */
export type Bell = {
  readonly tenantId: string;
  readonly type: string;
  readonly streams: readonly { readonly streamId: string; readonly version: number }[];
};

/** Writes the events of a tenant, published a minute ago or not at all, and returns a bell for each; `emit` has the role app_emit. */
export async function writeEvents(
  emit: Database,
  tenantId: string,
  events: readonly LoggedEvent[],
  { isPublished = true }: { readonly isPublished?: boolean } = {},
): Promise<Bell[]> {
  return emit.transaction({ tenantId }, async (sql) => {
    const bells: Bell[] = [];
    for (const event of events) bells.push(await writeEvent(sql, tenantId, event));
    const publishedAt = isPublished ? new Date(Date.now() - 60_000) : null;
    await sql`UPDATE events SET published_at = ${publishedAt} WHERE tenant_id = ${tenantId} AND published_at IS NULL`;
    return bells;
  });
}

async function writeEvent(sql: Sql, tenantId: string, event: LoggedEvent): Promise<Bell> {
  const { streamId, type, payload, occurredAt = '2026-11-02T08:00:00Z', executionId = null, reason } = event;
  // Types that nobody knows are written too, as those of a newer version would be.
  const { streamType, topic } = Object.hasOwn(eventTypes, type)
    ? eventTypes[type as EventType]
    : { streamType: 'unknown', topic: 'catalogue' };
  const [row] = await sql<{ version: number }[]>`
    INSERT INTO streams AS s (tenant_id, stream_id, type, version, state)
    VALUES (${tenantId}, ${streamId}, ${streamType}, 1, '{}')
    ON CONFLICT (tenant_id, stream_id) DO UPDATE SET version = s.version + 1 RETURNING version`;
  const version = row?.version ?? 0;
  await sql`INSERT INTO events (tenant_id, event_id, stream_id, stream_type, stream_version, type, topic, occurred_at,
      recorded_at, actor, reason, correlation_id, execution_id, payload)
    VALUES (${tenantId}, ${idOfName(`${streamId}/${version}`)}, ${streamId}, ${streamType}, ${version}, ${type}, ${topic},
      ${occurredAt}, ${event.recordedAt ?? '2026-11-02T08:00:01Z'}, ${sql.json({ kind: 'user', id: 'operator' })},
      ${reason ? sql.json(reason) : null}, ${idOfName('correlation')}, ${executionId},
      ${sql.json(payload as Parameters<typeof sql.json>[0])})`;
  return { tenantId, type, streams: [{ streamId, version }] };
}

/** Leaves an aborted execution in the archive, as the starter and the sweeper do; takes the databases of their roles. */
export async function archiveAborted(
  { start, history }: { readonly start: Database; readonly history: Database },
  tenantId: string,
  { executionArn, runId }: { readonly executionArn: string; readonly runId: string },
): Promise<void> {
  await start.statement(
    (sql) => sql`INSERT INTO executions (tenant_id, execution_arn, machine, name, subject_key)
      VALUES (${tenantId}, ${executionArn}, 'nightly-forecast', 'night', ${`run:${runId}`})`,
  );
  await history.statement(
    (
      sql,
    ) => sql`INSERT INTO workflow_history (tenant_id, execution_arn, machine, name, status, started_at, steps, history_sha256)
      VALUES (${tenantId}, ${executionArn}, 'nightly-forecast', 'night', 'ABORTED', now(), '[]', 'h')`,
  );
}

/** Tables that events show in. */
const projectionTables = [
  'products',
  'suppliers',
  'supplier_terms',
  'locations',
  'stock_levels',
  'stock_movements',
  'stock_reservations',
  'stock_counts',
  'product_units',
  'product_barcodes',
  'demand_days',
  'imports',
  'demand_events',
  'demand_overrides',
  'demand_exclusions',
  'like_items',
  'planning_settings',
  'policy_overrides',
  'item_classes',
  'forecast_runs',
  'inventory_policies',
  'issues',
  'recommendations',
  'purchase_orders',
  'purchase_order_lines',
  'purchase_order_revisions',
  'receipts',
  'receipt_reversals',
  'delivery_discrepancies',
  'advice',
] as const;

/** Every row of a tenant in the tables, without the tenant's id: equal for tenants with equal events. */
export async function readTables(query: Database, tenantId: string): Promise<Record<string, unknown[]>> {
  return query.transaction({ tenantId }, async (sql) => {
    const tables: Record<string, unknown[]> = {};
    for (const table of projectionTables) {
      const rows = await sql<{ row: unknown }[]>`
        SELECT to_jsonb(t) - 'tenant_id' AS row FROM ${sql(table)} t ORDER BY (to_jsonb(t) - 'tenant_id')::text`;
      tables[table] = rows.map(({ row }) => row);
    }
    return tables;
  });
}
