import type { Sql } from '#functions/_kit/database.ts';
import type { ServiceMeasure } from '#shared/contracts/events/planning-settings.ts';
import type { ItemKey, RunPlan } from '#shared/contracts/workflows/nightly-forecast.ts';
import { readStoredForecast } from '#shared/forecasting/forecast-row.ts';
import type { Forecast } from '#shared/forecasting/item-forecast.ts';

import type { ItemTerms } from './item-terms.ts';

/** The policy in force, as far as a new one is compared with it. */
export type PolicyInForce = {
  readonly safetyStock: number;
  readonly reorderPoint: number;
  readonly orderUpToLevel: number;
  readonly reviewPeriodDays: number;
  readonly serviceMeasure: ServiceMeasure;
  readonly serviceTarget: number;
};

/** A forecast, what its item is planned by, and what is in force. */
export type PolicyItem = ItemKey &
  ItemTerms & {
    readonly unit: string;
    readonly forecast: Forecast;
    /** Day of the forecast. */
    readonly asOf: string;
    readonly minimumOrderQuantity: number;
    readonly orderMultiple: number;
    readonly demandPattern: string;
    /** Class of before; null: none. */
    readonly patternBefore: string | null;
    /** 0: no policy. */
    readonly policyVersion: number;
    readonly inForce: PolicyInForce | null;
    /** Somebody, or a run that was asked for later, set the policy since the run began. */
    readonly isOvertaken: boolean;
  };

type PageOfPolicies = {
  readonly runId: string;
  readonly plan: RunPlan;
  readonly after: ItemKey | null;
  readonly limit: number;
};

/** The run's forecasts that are the newest of their items; where policies changed, the newest of all items. */
export async function readPolicyItems(
  sql: Sql,
  { runId, plan, after, limit }: PageOfPolicies,
): Promise<readonly PolicyItem[]> {
  const rows = await sql<(Omit<PolicyItem, 'forecast'> & { forecast: unknown })[]>`
    SELECT l.product_id AS "productId", l.location_id AS "locationId", p.unit, f.forecast, l.as_of AS "asOf",
      t.supplier_id AS "supplierId", t.lead_time_days AS "statedDays",
      t.lead_time_standard_deviation AS "statedStandardDeviation",
      coalesce(t.minimum_order_quantity, 0) AS "minimumOrderQuantity", coalesce(t.order_multiple, 0) AS "orderMultiple",
      c.abc_class AS "abcClass", c.xyz_class AS "xyzClass", f.demand_pattern AS "demandPattern",
      c.demand_pattern AS "patternBefore", o.override, coalesce(i.policy_version, 0) AS "policyVersion",
      CASE WHEN i.tenant_id IS NOT NULL THEN jsonb_build_object('safetyStock', i.safety_stock,
        'reorderPoint', i.reorder_point, 'orderUpToLevel', i.order_up_to_level,
        'reviewPeriodDays', i.review_period_days,
        'serviceMeasure', coalesce(i.service_measure, 'cycleServiceLevel'),
        'serviceTarget', coalesce(i.service_target, i.cycle_service_level)) END AS "inForce",
      coalesce(i.run_id IS DISTINCT FROM r.run_id
        AND coalesce(writer.requested_at, i.changed_at) > r.requested_at, false) AS "isOvertaken"
    FROM latest_forecasts l
    JOIN forecasts f USING (tenant_id, run_id, product_id, location_id)
    JOIN forecast_runs r ON r.tenant_id = l.tenant_id AND r.run_id = ${runId}::uuid
    JOIN products p ON p.tenant_id = l.tenant_id AND p.product_id = l.product_id AND p.status = 'active'
    LEFT JOIN LATERAL (
      SELECT st.* FROM supplier_terms st
      WHERE st.tenant_id = l.tenant_id AND st.product_id = l.product_id
      ORDER BY st.rank, st.unit_price_minor, st.supplier_id LIMIT 1
    ) t ON true
    LEFT JOIN item_classes c
      ON c.tenant_id = l.tenant_id AND c.product_id = l.product_id AND c.location_id = l.location_id
    LEFT JOIN policy_overrides o
      ON o.tenant_id = l.tenant_id AND o.product_id = l.product_id AND o.location_id = l.location_id
      AND (o.until_day IS NULL OR o.until_day >= ${plan.asOf}::date)
    LEFT JOIN inventory_policies i
      ON i.tenant_id = l.tenant_id AND i.product_id = l.product_id AND i.location_id = l.location_id
    LEFT JOIN forecast_runs writer ON writer.tenant_id = i.tenant_id AND writer.run_id = i.run_id
    WHERE l.tenant_id = current_tenant()
      AND (${plan.trigger === 'policyChange'} OR l.run_id = ${runId}::uuid)
      ${after === null ? sql`` : sql`AND l.product_id >= ${after.productId}::uuid AND (l.product_id, l.location_id) > (${after.productId}::uuid, ${after.locationId}::uuid)`}
    ORDER BY l.product_id, l.location_id
    LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, forecast: readStoredForecast(row.forecast) }));
}
