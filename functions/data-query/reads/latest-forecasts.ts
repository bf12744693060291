import type { Sql } from '#functions/_kit/database.ts';
import type { Forecast, ItemForecast } from '#shared/forecasting/item-forecast.ts';

/** What the newest completed run forecast for a product at a location. */
export type StoredForecast = {
  readonly productId: string;
  readonly locationId: string;
  readonly runId: string;
  readonly asOf: string;
  readonly demandPattern: string;
  readonly method: string;
  readonly forecast: ItemForecast;
  readonly accuracy: Forecast['accuracy'];
};

/** An item that no run of these had is new, or its forecasts failed. */
const runsLookedAt = 5;

/** The newest forecast of each product and location, from the latest completed runs. */
export async function latestForecasts(
  sql: Sql,
  tenantId: string,
  productIds: readonly string[],
): Promise<readonly StoredForecast[]> {
  return sql<StoredForecast[]>`
    WITH runs AS MATERIALIZED (
      SELECT run_id, as_of, requested_at FROM forecast_runs
      WHERE tenant_id = ${tenantId} AND status = 'completed'
      ORDER BY requested_at DESC, run_id DESC LIMIT ${runsLookedAt}
    )
    SELECT DISTINCT ON (f.product_id, f.location_id)
      f.product_id AS "productId", f.location_id AS "locationId", f.run_id AS "runId", r.as_of AS "asOf",
      f.demand_pattern AS "demandPattern", f.method, f.forecast, nullif(f.forecast -> 'accuracy', 'null') AS accuracy
    FROM runs r JOIN forecasts f ON f.tenant_id = ${tenantId} AND f.run_id = r.run_id
    WHERE f.product_id = ANY(${productIds}::uuid[])
    ORDER BY f.product_id, f.location_id, r.requested_at DESC, r.run_id DESC`;
}
