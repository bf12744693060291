import type { Sql } from '#functions/_kit/database.ts';

/** A product at a location that is to be forecast, with what its forecast needs beside the demand. */
export type PlannedItem = {
  readonly productId: string;
  readonly locationId: string;
  /** Null without a supplier. */
  readonly leadTimeDays: number | null;
  readonly leadTimeStandardDeviation: number | null;
  /** Null without a policy. */
  readonly reviewPeriodDays: number | null;
  readonly cycleServiceLevel: number | null;
};

/** Active products at the open locations that hold their stock or saw their demand; `shard` null: all of them. */
export async function readPlannedItems(
  sql: Sql,
  shard: { readonly shard: number; readonly shards: number } | null,
): Promise<readonly PlannedItem[]> {
  return sql<PlannedItem[]>`
    SELECT p.product_id AS "productId", l.location_id AS "locationId",
      t.lead_time_days AS "leadTimeDays", t.lead_time_standard_deviation AS "leadTimeStandardDeviation",
      i.review_period_days AS "reviewPeriodDays", i.cycle_service_level AS "cycleServiceLevel"
    FROM products p
    JOIN locations l ON l.tenant_id = p.tenant_id AND l.status = 'open'
    LEFT JOIN LATERAL (
      SELECT st.lead_time_days, st.lead_time_standard_deviation FROM supplier_terms st
      WHERE st.tenant_id = p.tenant_id AND st.product_id = p.product_id
      ORDER BY st.rank, st.unit_price_minor, st.supplier_id LIMIT 1
    ) t ON true
    LEFT JOIN inventory_policies i
      ON i.tenant_id = p.tenant_id AND i.product_id = p.product_id AND i.location_id = l.location_id
    WHERE p.tenant_id = current_tenant() AND p.status = 'active'
      AND (${shard === null} OR mod(abs(hashtext(p.product_id::text)::bigint), ${shard?.shards ?? 1}::bigint) = ${shard?.shard ?? 0})
      AND (EXISTS (SELECT FROM stock_levels s
          WHERE s.tenant_id = p.tenant_id AND s.product_id = p.product_id AND s.location_id = l.location_id)
        OR EXISTS (SELECT FROM demand_days d
          WHERE d.tenant_id = p.tenant_id AND d.product_id = p.product_id AND d.location_id = l.location_id))
    ORDER BY p.product_id, l.location_id`;
}
