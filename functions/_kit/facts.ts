/** The facts a purchasing decision rests on, read from the one view that all who judge them share. */
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import type { LineVector } from '#shared/domain/issues/line-changes.ts';
import { materialVector } from '#shared/domain/issues/material-vector.ts';

import type { Sql } from './database.ts';
import { sha256Hex } from './hash.ts';

/** Which facts to read; null stands for all. `after` and `limit` page by product and location. */
export type FactsFilter = {
  readonly productIds: readonly string[] | null;
  readonly locationId: string | null;
  readonly after?: { readonly productId: string; readonly locationId: string } | null;
  readonly limit?: number;
};

/**
 * Material facts in the order of product and location; the transaction's tenant decides whose. How the band of the newest
 * forecast did is looked up for the rows chosen alone.
 */
export async function readMaterialFacts(sql: Sql, filter: FactsFilter): Promise<readonly MaterialFacts[]> {
  const { productIds, locationId, after = null, limit = 10_000 } = filter;
  return sql<MaterialFacts[]>`
    WITH facts AS MATERIALIZED (
      SELECT * FROM material_facts
      WHERE tenant_id = current_tenant()
        AND (${productIds === null} OR product_id = ANY(${productIds ?? []}::uuid[]))
        AND (${locationId}::uuid IS NULL OR location_id = ${locationId}::uuid)
        AND (${after === null} OR (product_id, location_id) >
          (${after?.productId ?? null}::uuid, ${after?.locationId ?? null}::uuid))
      ORDER BY product_id, location_id
      LIMIT ${limit}
    )
    SELECT product_id AS "productId", sku, product_name AS "productName", unit,
      product_status AS "productStatus", location_id AS "locationId", location_name AS "locationName",
      on_hand AS "onHand", allocated, quarantined, available, on_order AS "onOrder", on_request AS "onRequest",
      inventory_position AS "inventoryPosition", open_orders AS "openOrders",
      supplier_id AS "supplierId", supplier_name AS "supplierName", supplier_held AS "supplierHeld",
      unit_price_minor AS "unitPriceMinor", currency, lead_time_days AS "leadTimeDays",
      lead_time_standard_deviation AS "leadTimeStandardDeviation",
      minimum_order_quantity AS "minimumOrderQuantity", order_multiple AS "orderMultiple",
      policy_version AS "policyVersion", run_id AS "runId", safety_stock AS "safetyStock",
      reorder_point AS "reorderPoint", order_up_to_level AS "orderUpToLevel",
      review_period_days AS "reviewPeriodDays", cycle_service_level AS "cycleServiceLevel",
      mean_per_day AS "meanPerDay", standard_deviation_per_day AS "standardDeviationPerDay",
      lead_time_demand AS "leadTimeDemand", last_demand_day AS "lastDemandDay",
      band.coverage AS "forecastCoverage80", band.days AS "forecastDays"
    FROM facts
    LEFT JOIN LATERAL (
      SELECT (f.forecast -> 'accuracy' ->> 'coverage80')::numeric AS coverage,
        (f.forecast -> 'accuracy' ->> 'days')::numeric AS days
      FROM latest_forecasts l JOIN forecasts f USING (tenant_id, run_id, product_id, location_id)
      WHERE l.tenant_id = facts.tenant_id AND l.product_id = facts.product_id AND l.location_id = facts.location_id
    ) band ON true
    ORDER BY product_id, location_id`;
}

/** What a decision on an order rests on: the vectors of its lines, in the order of the lines. */
export function lineVectors(
  lines: readonly { readonly lineNumber: number; readonly productId: string }[],
  facts: readonly MaterialFacts[],
): readonly LineVector[] {
  const factsOf = new Map(facts.map((row) => [row.productId, row]));
  return lines
    .map(({ lineNumber, productId }) => {
      const row = factsOf.get(productId);
      return { lineNumber, vector: row === undefined ? null : materialVector(row) };
    })
    .sort((a, b) => a.lineNumber - b.lineNumber);
}

/** SHA-256 of the revision and the material vectors, as clients see and send it. */
export function factsHashOf(revision: number, vectors: readonly LineVector[]): string {
  return sha256Hex({ revision, lines: vectors });
}

/** The tenant's present day and its time zone. */
export async function readTenantDay(
  sql: Sql,
): Promise<{ today: string; timeZone: string; currency: string }> {
  const [tenant] = await sql<{ today: string; timeZone: string; currency: string }[]>`
    SELECT (now() AT TIME ZONE time_zone)::date AS today, time_zone AS "timeZone", currency
    FROM tenants WHERE tenant_id = current_tenant()`;
  if (tenant === undefined) throw new Error('the transaction has no tenant: set one before reading its day');
  return tenant;
}

/** Whether the tenant was ever forecast: before that a missing policy is no issue. */
export async function readHasForecastRun(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ has: boolean }[]>`
    SELECT EXISTS (SELECT FROM forecast_runs WHERE tenant_id = current_tenant() AND status = 'completed') AS has`;
  return row?.has ?? false;
}
