/** Inventory policies in force. */
import type { Sql } from '#functions/_kit/database.ts';
import type { PolicyRow } from '#shared/contracts/api/models/planning.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import { matches } from './matches.ts';
import type { Caller, QueryOf, ReadsOf } from './read.ts';

/** Reads of inventory policies. */
export const policyReads: ReadsOf<'listPolicies'> = {
  listPolicies: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const rows = await selectPolicies(sql, caller, query);
      return toPage('policies', rows, {
        limit: query.limit,
        keyOf: (row) => [row.sku, row.productId, row.locationId],
      });
    }),
};

/** An override whose last day is over holds no more: the item is shown without it. */
async function selectPolicies(
  sql: Sql,
  { tenantId }: Caller,
  query: QueryOf<'listPolicies'>,
): Promise<readonly PolicyRow[]> {
  const after = keyAfter('policies', query.cursor, [keyParts.text, keyParts.id, keyParts.id]);
  return sql<PolicyRow[]>`
    SELECT i.product_id AS "productId", p.sku, p.name AS "productName", p.unit, i.location_id AS "locationId",
      l.name AS "locationName", i.policy_version AS "policyVersion", i.safety_stock AS "safetyStock", i.reorder_point AS "reorderPoint",
      i.order_up_to_level AS "orderUpToLevel", i.review_period_days AS "reviewPeriodDays",
      i.cycle_service_level AS "cycleServiceLevel",
      coalesce(i.service_measure, 'cycleServiceLevel') AS "serviceMeasure",
      coalesce(i.service_target, i.cycle_service_level) AS "serviceTarget",
      i.expected_fill_rate AS "expectedFillRate", i.mean_per_day AS "meanPerDay",
      c.abc_class AS "abcClass", c.xyz_class AS "xyzClass", c.demand_pattern AS "demandPattern",
      o.override, o.reason AS "overrideReason", i.run_id AS "runId", i.changed_at AS "changedAt"
    FROM products p
    JOIN inventory_policies i USING (tenant_id, product_id)
    JOIN locations l USING (tenant_id, location_id)
    LEFT JOIN item_classes c USING (tenant_id, product_id, location_id)
    LEFT JOIN policy_overrides o ON o.tenant_id = i.tenant_id AND o.product_id = i.product_id
      AND o.location_id = i.location_id AND (o.until_day IS NULL OR o.until_day >=
        (SELECT (now() AT TIME ZONE t.time_zone)::date FROM tenants t WHERE t.tenant_id = ${tenantId}))
    WHERE p.tenant_id = ${tenantId} ${matches(sql, query.search, [sql`p.sku`, sql`p.name`])}
      ${query.productId === undefined ? sql`` : sql`AND p.product_id = ${query.productId}`}
      ${query.abcClass === undefined ? sql`` : sql`AND c.abc_class = ${query.abcClass}`}
      ${query.xyzClass === undefined ? sql`` : sql`AND c.xyz_class = ${query.xyzClass}`}
      ${query.overridden === undefined ? sql`` : sql`AND o.override IS NOT NULL`}
      ${
        after === null
          ? sql``
          : sql`AND (p.sku, p.product_id, i.location_id) > (${after[0]}, ${after[1]}::uuid, ${after[2]}::uuid)`
      }
    ORDER BY p.sku, p.product_id, i.location_id LIMIT ${query.limit + 1}`;
}
