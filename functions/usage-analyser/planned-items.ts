import type { Sql } from '#functions/_kit/database.ts';
import type { ItemKey, UsageAnalyserTaskOf } from '#shared/contracts/workflows/nightly-forecast.ts';

import type { ItemTerms } from './item-terms.ts';

/** A product at a location that is to be forecast, with what its forecast needs beside the demand. */
export type PlannedItem = ItemKey &
  ItemTerms & {
    /** The product that it is forecast like, and at what share. */
    readonly likeProductId: string | null;
    readonly likeShare: number | null;
  };

/** What a page of a shard is read by. */
export type PageOfShard = Pick<UsageAnalyserTaskOf<'forecast-shard'>, 'plan' | 'shard' | 'after'>;

/** Active products at the open locations that hold their stock or saw their demand; of a run's failures, if one is named. */
export async function countPlannedItems(sql: Sql, onlyFailedOf: string | null): Promise<number> {
  const [row] = await sql<{ items: number }[]>`
    SELECT count(*)::int AS items
    FROM products p JOIN locations l ON l.tenant_id = p.tenant_id AND l.status = 'open'
    WHERE ${isPlanned(sql, onlyFailedOf)}`;
  return row?.items ?? 0;
}

/** The next items of a shard, in the order of their keys; overrides and classes as they are now. */
export async function readPlannedItems(
  sql: Sql,
  { plan, shard, after }: PageOfShard,
  limit: number,
): Promise<readonly PlannedItem[]> {
  return sql<PlannedItem[]>`
    SELECT p.product_id AS "productId", l.location_id AS "locationId", t.supplier_id AS "supplierId",
      t.lead_time_days AS "statedDays", t.lead_time_standard_deviation AS "statedStandardDeviation",
      c.abc_class AS "abcClass", c.xyz_class AS "xyzClass", o.override,
      k.like_product_id AS "likeProductId", k.share AS "likeShare"
    FROM products p
    JOIN locations l ON l.tenant_id = p.tenant_id AND l.status = 'open'
    LEFT JOIN LATERAL (
      SELECT st.supplier_id, st.lead_time_days, st.lead_time_standard_deviation FROM supplier_terms st
      WHERE st.tenant_id = p.tenant_id AND st.product_id = p.product_id
      ORDER BY st.rank, st.unit_price_minor, st.supplier_id LIMIT 1
    ) t ON true
    LEFT JOIN item_classes c
      ON c.tenant_id = p.tenant_id AND c.product_id = p.product_id AND c.location_id = l.location_id
    LEFT JOIN policy_overrides o
      ON o.tenant_id = p.tenant_id AND o.product_id = p.product_id AND o.location_id = l.location_id
      AND (o.until_day IS NULL OR o.until_day >= ${plan.asOf}::date)
    LEFT JOIN like_items k ON k.tenant_id = p.tenant_id AND k.product_id = p.product_id
    WHERE ${isPlanned(sql, plan.onlyFailedOf)}
      AND mod(abs(hashtext(p.product_id::text)::bigint), ${plan.shards}::bigint) = ${shard}
      ${after === null ? sql`` : sql`AND p.product_id >= ${after.productId}::uuid AND (p.product_id, l.location_id) > (${after.productId}::uuid, ${after.locationId}::uuid)`}
    ORDER BY p.product_id, l.location_id
    LIMIT ${limit}`;
}

function isPlanned(sql: Sql, onlyFailedOf: string | null) {
  const failed =
    onlyFailedOf === null
      ? sql``
      : sql`AND EXISTS (SELECT FROM forecast_failures f WHERE f.tenant_id = p.tenant_id
          AND f.run_id = ${onlyFailedOf}::uuid AND f.product_id = p.product_id AND f.location_id = l.location_id)`;
  return sql`p.tenant_id = current_tenant() AND p.status = 'active' ${failed}
    AND (EXISTS (SELECT FROM stock_levels s
        WHERE s.tenant_id = p.tenant_id AND s.product_id = p.product_id AND s.location_id = l.location_id)
      OR EXISTS (SELECT FROM demand_days d
        WHERE d.tenant_id = p.tenant_id AND d.product_id = p.product_id AND d.location_id = l.location_id))`;
}
