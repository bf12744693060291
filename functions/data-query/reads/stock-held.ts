/** Reservations and counts of stock; units and barcodes of products. */
import type { Sql } from '#functions/_kit/database.ts';
import type { ProductCodes, StockCount, StockReservation } from '#shared/contracts/api/models/stock.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { Fragment } from './fragment.ts';
import type { ReadsOf } from './read.ts';

/** Reads of what is promised and counted, and of a product's codes. */
export const stockHeldReads: ReadsOf<'listStockReservations' | 'listStockCounts' | 'getProductUnits'> = {
  listStockReservations: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('stock-reservations', query.cursor, [keyParts.instant, keyParts.id]);
      const rows = await sql<StockReservation[]>`
        SELECT r.reservation_id AS "reservationId", r.product_id AS "productId", p.sku, p.name AS "productName",
          r.location_id AS "locationId", l.name AS "locationName", r.quantity, r.reference, r.until_day AS "until",
          ${statusOf(sql)} AS status, r.reserved_by AS "reservedBy", r.reserved_at AS "reservedAt", r.ended_at AS "endedAt"
        FROM stock_reservations r
        JOIN products p USING (tenant_id, product_id)
        JOIN locations l USING (tenant_id, location_id)
        JOIN tenants t USING (tenant_id)
        WHERE r.tenant_id = ${caller.tenantId}
          ${query.productId === undefined ? sql`` : sql`AND r.product_id = ${query.productId}`}
          ${query.locationId === undefined ? sql`` : sql`AND r.location_id = ${query.locationId}`}
          ${query.status === undefined ? sql`` : sql`AND ${statusOf(sql)} = ${query.status}`}
          ${after === null ? sql`` : sql`AND (r.reserved_at, r.reservation_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
        ORDER BY r.reserved_at DESC, r.reservation_id DESC LIMIT ${query.limit + 1}`;
      return toPage('stock-reservations', rows, {
        limit: query.limit,
        keyOf: (row) => [row.reservedAt, row.reservationId],
      });
    }),

  listStockCounts: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('stock-counts', query.cursor, [keyParts.instant, keyParts.id]);
      const rows = await sql<StockCount[]>`
        SELECT c.count_id AS "countId", c.product_id AS "productId", p.sku, p.name AS "productName",
          c.location_id AS "locationId", l.name AS "locationName", c.expected, c.counted,
          CASE WHEN ${caller.seesCosts}::boolean THEN c.difference_value_minor END AS "differenceValueMinor",
          c.currency, c.status, c.counted_by AS "countedBy", c.counted_at AS "countedAt", c.reason,
          c.decided_by AS "decidedBy", c.decided_at AS "decidedAt", c.decision_reason AS "decisionReason"
        FROM stock_counts c
        JOIN products p USING (tenant_id, product_id)
        JOIN locations l USING (tenant_id, location_id)
        WHERE c.tenant_id = ${caller.tenantId}
          ${query.productId === undefined ? sql`` : sql`AND c.product_id = ${query.productId}`}
          ${query.locationId === undefined ? sql`` : sql`AND c.location_id = ${query.locationId}`}
          ${query.status === undefined ? sql`` : sql`AND c.status = ${query.status}`}
          ${after === null ? sql`` : sql`AND (c.counted_at, c.count_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
        ORDER BY c.counted_at DESC, c.count_id DESC LIMIT ${query.limit + 1}`;
      return toPage('stock-counts', rows, {
        limit: query.limit,
        keyOf: (row) => [row.countedAt, row.countId],
      });
    }),

  getProductUnits: ({ inTransaction, caller, parameters }) =>
    inTransaction(async (sql) => {
      const [codes] = await sql<ProductCodes[]>`
        SELECT p.product_id AS "productId", p.unit,
          coalesce((SELECT jsonb_agg(jsonb_build_object('unit', u.unit, 'perUnit', u.per_unit) ORDER BY u.unit)
            FROM product_units u WHERE u.tenant_id = p.tenant_id AND u.product_id = p.product_id), '[]') AS units,
          coalesce((SELECT jsonb_agg(b.barcode ORDER BY b.barcode)
            FROM product_barcodes b WHERE b.tenant_id = p.tenant_id AND b.product_id = p.product_id), '[]') AS barcodes
        FROM products p
        WHERE p.tenant_id = ${caller.tenantId} AND p.product_id = ${parameters.productId}`;
      return codes ?? null;
    }),
};

/** Nobody writes down at midnight that a reservation's last day is over: it follows from the tenant's day. */
function statusOf(sql: Sql): Fragment {
  return sql`(CASE WHEN r.status = 'held' AND r.until_day < (now() AT TIME ZONE t.time_zone)::date
    THEN 'expired' ELSE r.status END)`;
}
