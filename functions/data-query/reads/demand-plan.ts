/** What people know of demand that its history does not. */
import type { Sql } from '#functions/_kit/database.ts';
import type { DemandEvent, DemandOverride } from '#shared/contracts/api/models/planning.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { Fragment } from './fragment.ts';
import type { Caller, ReadsOf } from './read.ts';

/** Reads of demand events and overrides of forecasts. */
export const demandPlanReads: ReadsOf<'listDemandEvents' | 'listDemandOverrides'> = {
  listDemandEvents: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('demand-events', query.cursor, [keyParts.day, keyParts.id]);
      const rows = await selectDemandEvents(
        sql,
        caller,
        sql`${query.productId === undefined ? sql`` : sql`AND ${covers(sql, query.productId)}`}
          ${after === null ? sql`` : sql`AND (e.from_day, e.demand_event_id) < (${after[0]}::date, ${after[1]}::uuid)`}
          ORDER BY e.from_day DESC, e.demand_event_id DESC LIMIT ${query.limit + 1}`,
      );
      return toPage('demand-events', rows, {
        limit: query.limit,
        keyOf: (row) => [row.from, row.demandEventId],
      });
    }),

  listDemandOverrides: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('demand-overrides', query.cursor, [keyParts.instant, keyParts.id]);
      const rows = await selectDemandOverrides(
        sql,
        caller,
        sql`${query.productId === undefined ? sql`` : sql`AND o.product_id = ${query.productId}`}
          ${query.status === undefined ? sql`` : sql`AND ${statusOf(sql)} = ${query.status}`}
          ${after === null ? sql`` : sql`AND (o.set_at, o.override_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
          ORDER BY o.set_at DESC, o.override_id DESC LIMIT ${query.limit + 1}`,
      );
      return toPage('demand-overrides', rows, {
        limit: query.limit,
        keyOf: (row) => [row.setAt, row.overrideId],
      });
    }),
};

/** Whether the demand event `e` is about the product. */
export function covers(sql: Sql, productId: string): Fragment {
  return sql`(e.scope ->> 'kind' = 'all'
    OR (e.scope ->> 'kind' = 'products' AND e.scope -> 'productIds' @> to_jsonb(${productId}::uuid::text))
    OR (e.scope ->> 'kind' = 'category' AND e.scope ->> 'category' =
      (SELECT p.category FROM products p WHERE p.tenant_id = e.tenant_id AND p.product_id = ${productId})))`;
}

/** Demand events `e`; `rest` goes on after the tenant's `WHERE`. */
export async function selectDemandEvents(
  sql: Sql,
  { tenantId }: Caller,
  rest: Fragment,
): Promise<DemandEvent[]> {
  return sql<DemandEvent[]>`
    SELECT e.demand_event_id AS "demandEventId", e.name, e.from_day AS "from", e.to_day AS "to", e.lift, e.scope, e.status,
      e.planned_by AS "plannedBy", e.planned_at AS "plannedAt"
    FROM demand_events e WHERE e.tenant_id = ${tenantId} ${rest}`;
}

/** Nobody writes down that an override's last day is over: it follows from the tenant's day. */
function statusOf(sql: Sql): Fragment {
  return sql`(CASE WHEN o.status = 'ended' THEN 'ended'
    WHEN o.until_day < (now() AT TIME ZONE t.time_zone)::date THEN 'expired' ELSE 'active' END)`;
}

/** Overrides of forecasts `o`; `rest` goes on after the tenant's `WHERE`. */
export async function selectDemandOverrides(
  sql: Sql,
  { tenantId }: Caller,
  rest: Fragment,
): Promise<DemandOverride[]> {
  return sql<DemandOverride[]>`
    SELECT o.override_id AS "overrideId", o.product_id AS "productId", p.sku, o.location_id AS "locationId",
      o.from_day AS "from", o.until_day AS "until", o.per_day AS "perDay", o.factor, ${statusOf(sql)} AS status,
      o.reason, o.set_by AS "setBy", o.set_at AS "setAt"
    FROM demand_overrides o
    JOIN products p USING (tenant_id, product_id)
    JOIN tenants t USING (tenant_id)
    WHERE o.tenant_id = ${tenantId} ${rest}`;
}
