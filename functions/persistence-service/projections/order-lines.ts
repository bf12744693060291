/** Lines of purchase orders, for the projections of purchasing and approvals. */
import type { Sql } from '#functions/_kit/database.ts';
import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';

import type { FollowUps } from './follow-ups.ts';
import type { StoredEvent } from './projection.ts';

/** Which order an event is about: its stream is the order's. */
type OrderEvent = Pick<StoredEvent, 'tenantId' | 'streamId'>;

/** Puts the lines in the place of those the order has. */
export async function replaceLines(
  sql: Sql,
  { tenantId, streamId }: OrderEvent,
  lines: readonly PurchaseOrderLine[],
): Promise<void> {
  await sql`DELETE FROM purchase_order_lines WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
  await sql`INSERT INTO purchase_order_lines (tenant_id, purchase_order_id, line_number, product_id, quantity,
      unit_price_minor, recommended_quantity, steps)
    SELECT ${tenantId}::uuid, ${streamId}::uuid, line.*
    FROM unnest(
      ${lines.map((line) => line.lineNumber)}::int[],
      ${lines.map((line) => line.productId)}::uuid[],
      ${lines.map((line) => line.quantity)}::numeric[],
      ${lines.map((line) => line.unitPriceMinor)}::bigint[],
      ${lines.map((line) => line.recommendedQuantity)}::numeric[],
      ${lines.map((line) => JSON.stringify(line.steps))}::jsonb[]) AS line`;
}

/** Nothing more is expected of the order's lines. */
export async function cancelOpenQuantities(sql: Sql, { tenantId, streamId }: OrderEvent): Promise<void> {
  await sql`UPDATE purchase_order_lines SET cancelled_quantity = quantity - received_quantity
    WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId} AND quantity > received_quantity`;
}

/** The stock on its way changed for the products of the order. */
export async function analyseProductsOf(
  sql: Sql,
  { tenantId, streamId }: OrderEvent,
  followUps: FollowUps,
): Promise<void> {
  const rows = await sql<{ product_id: string }[]>`SELECT DISTINCT product_id FROM purchase_order_lines
    WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
  followUps.analyse(...rows.map((row) => row.product_id));
}
