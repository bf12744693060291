import type { Sql } from '#functions/_kit/database.ts';
import { isBandUntrustworthy } from '#shared/domain/issues/band-issue.ts';
import { readStoredForecast } from '#shared/forecasting/forecast-row.ts';
import type { Forecast } from '#shared/forecasting/item-forecast.ts';

/** The newest forecast of a product at a location. */
export type StoredForecast = {
  readonly productId: string;
  readonly locationId: string;
  readonly runId: string;
  readonly asOf: string;
  readonly forecast: Forecast;
};

/** The newest forecast of each product and location. */
export async function latestForecasts(
  sql: Sql,
  tenantId: string,
  productIds: readonly string[],
): Promise<readonly StoredForecast[]> {
  const rows = await sql<(Omit<StoredForecast, 'forecast'> & { forecast: unknown })[]>`
    SELECT l.product_id AS "productId", l.location_id AS "locationId", l.run_id AS "runId", l.as_of AS "asOf", f.forecast
    FROM latest_forecasts l JOIN forecasts f USING (tenant_id, run_id, product_id, location_id)
    WHERE l.tenant_id = ${tenantId} AND l.product_id = ANY(${productIds}::uuid[])
    ORDER BY l.product_id, l.location_id`;
  return rows.map((row) => ({ ...row, forecast: readStoredForecast(row.forecast) }));
}

/** Whether the forecast's backtest says that its band is not to be trusted; without a backtest it does not. */
export function hasUntrustworthyBand({ accuracy }: Forecast): boolean {
  return accuracy !== null && isBandUntrustworthy(accuracy.coverage80, accuracy.days);
}
