/** Stock, its movements, and demand. */
import type { Sql } from '#functions/_kit/database.ts';
import type { StockMovement } from '#shared/contracts/api/models/catalogue.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { Fragment } from './fragment.ts';
import type { AnswerOf, Caller, ReadsOf } from './read.ts';

type Stock = AnswerOf<'listStock'>['items'][number];
type Demand = AnswerOf<'listDemand'>['items'][number];

/** Reads of stock and demand. */
export const stockReads: ReadsOf<'listStock' | 'listStockMovements' | 'listDemand'> = {
  listStock: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('stock', query.cursor, [keyParts.text, keyParts.id, keyParts.id]);
      // The page is chosen first, so that facts are read for it alone.
      const rows = await sql<Stock[]>`
        WITH chosen AS MATERIALIZED (
          SELECT s.product_id, s.location_id FROM stock_levels s JOIN products p USING (tenant_id, product_id)
          WHERE s.tenant_id = ${caller.tenantId}
            ${query.productId === undefined ? sql`` : sql`AND s.product_id = ${query.productId}`}
            ${query.locationId === undefined ? sql`` : sql`AND s.location_id = ${query.locationId}`}
            ${
              after === null
                ? sql``
                : sql`AND (p.sku, s.product_id, s.location_id) > (${after[0]}, ${after[1]}::uuid, ${after[2]}::uuid)`
            }
          ORDER BY p.sku, s.product_id, s.location_id LIMIT ${query.limit + 1}
        )
        SELECT f.product_id AS "productId", f.sku, f.location_id AS "locationId", f.location_name AS "locationName",
          f.on_hand AS "onHand", f.allocated, f.available, f.on_order AS "onOrder",
          f.inventory_position AS "inventoryPosition", f.quarantined
        FROM chosen c CROSS JOIN LATERAL (
          SELECT * FROM material_facts
          WHERE tenant_id = ${caller.tenantId} AND product_id = c.product_id AND location_id = c.location_id
          -- Keeps the planner from computing the facts of everything first.
          OFFSET 0
        ) f
        ORDER BY f.sku, f.product_id, f.location_id`;
      return toPage('stock', rows, {
        limit: query.limit,
        keyOf: (row) => [row.sku, row.productId, row.locationId],
      });
    }),

  listStockMovements: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('stock-movements', query.cursor, [keyParts.instant, keyParts.id]);
      const rows = await selectMovements(
        sql,
        caller,
        sql`${query.productId === undefined ? sql`` : sql`AND m.product_id = ${query.productId}`}
          ${
            after === null
              ? sql``
              : sql`AND (m.occurred_at, m.movement_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
          }
          ORDER BY m.occurred_at DESC, m.movement_id DESC LIMIT ${query.limit + 1}`,
      );
      return toPage('stock-movements', rows, {
        limit: query.limit,
        keyOf: (row) => [row.occurredAt, row.movementId],
      });
    }),

  listDemand: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('demand', query.cursor, [keyParts.day, keyParts.id]);
      const rows = await sql<Demand[]>`
        SELECT day, location_id AS "locationId", sum(quantity) AS quantity FROM demand_days
        WHERE tenant_id = ${caller.tenantId} AND product_id = ${query.productId}
          ${after === null ? sql`` : sql`AND (day, location_id) < (${after[0]}::date, ${after[1]}::uuid)`}
        GROUP BY day, location_id
        ORDER BY day DESC, location_id DESC LIMIT ${query.limit + 1}`;
      return toPage('demand', rows, { limit: query.limit, keyOf: (row) => [row.day, row.locationId] });
    }),
};

/** Movements in readable form; `rest` goes on after the tenant's `WHERE`. */
export async function selectMovements(
  sql: Sql,
  { tenantId }: Caller,
  rest: Fragment,
): Promise<readonly StockMovement[]> {
  return sql<StockMovement[]>`
    SELECT m.movement_id AS "movementId", m.occurred_at AS "occurredAt", m.product_id AS "productId", p.sku,
      m.location_id AS "locationId", l.name AS "locationName", m.kind, m.quantity,
      m.on_hand_before AS "onHandBefore", m.on_hand_after AS "onHandAfter", m.reason
    FROM stock_movements m
    JOIN products p USING (tenant_id, product_id)
    JOIN locations l USING (tenant_id, location_id)
    WHERE m.tenant_id = ${tenantId} ${rest}`;
}
