/** Counts by hand; what they change of the stock on hand shows by the movement beside them. */
import type { Sql } from '#functions/_kit/database.ts';

import { document, documentOrNull } from './documents.ts';
import type { ParsedEvent, ProjectionsOf } from './projection.ts';

/** How counts show in the tables. */
export const stockCounts: ProjectionsOf<
  'StockCounted' | 'StockCountStarted' | 'StockCountApproved' | 'StockCountRejected'
> = {
  StockCounted: (sql, event) => addCount(sql, event, 'applied'),
  StockCountStarted: (sql, event) => addCount(sql, event, 'waiting'),
  StockCountApproved: (sql, event) => decide(sql, event, 'approved'),
  StockCountRejected: (sql, event) => decide(sql, event, event.payload.because),
};

async function addCount(
  sql: Sql,
  event: ParsedEvent<'StockCounted' | 'StockCountStarted'>,
  status: 'applied' | 'waiting',
): Promise<void> {
  const { tenantId, actor, reason, payload } = event;
  await sql`INSERT INTO stock_counts (tenant_id, count_id, product_id, location_id, expected, counted,
      difference_value_minor, currency, status, counted_by, counted_at, reason)
    VALUES (${tenantId}, ${payload.countId}, ${payload.productId}, ${payload.locationId}, ${payload.expected},
      ${payload.counted}, ${payload.differenceValueMinor}, ${payload.currency}, ${status}, ${document(sql, actor)},
      ${payload.countedAt}, ${documentOrNull(sql, reason)})`;
}

async function decide(
  sql: Sql,
  { tenantId, occurredAt, actor, reason, payload }: ParsedEvent<'StockCountApproved' | 'StockCountRejected'>,
  status: 'approved' | 'rejected' | 'superseded',
): Promise<void> {
  await sql`UPDATE stock_counts SET status = ${status}, decided_by = ${document(sql, actor)},
      decided_at = ${occurredAt}, decision_reason = ${documentOrNull(sql, reason)}
    WHERE tenant_id = ${tenantId} AND count_id = ${payload.countId}`;
}
