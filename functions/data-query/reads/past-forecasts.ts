/** What earlier runs said of an item. */
import type { Sql } from '#functions/_kit/database.ts';
import type { ItemForecast } from '#shared/contracts/api/models/planning.ts';
import { readStoredForecast } from '#shared/forecasting/forecast-row.ts';

import type { DatedForecast } from './demand-ahead.ts';
import type { ItemKey } from './demand-history.ts';
import type { Caller } from './read.ts';

const runsLookedAt = 60;

/** Accuracy as each of the last runs found it, oldest first: one row of the key per run. */
export async function selectAccuracyByRun(
  sql: Sql,
  { tenantId }: Caller,
  { productId, locationId }: ItemKey,
): Promise<ItemForecast['accuracyByRun']> {
  return sql<ItemForecast['accuracyByRun']>`
    SELECT r.run_id AS "runId", r.as_of AS "asOf", (f.accuracy ->> 'wape')::numeric AS wape,
      (f.accuracy ->> 'bias')::numeric AS bias, (f.accuracy ->> 'mase')::numeric AS mase,
      (f.accuracy ->> 'coverage80')::numeric AS coverage80
    FROM (SELECT run_id, as_of, requested_at FROM forecast_runs WHERE tenant_id = ${tenantId}
      ORDER BY requested_at DESC, run_id DESC LIMIT ${runsLookedAt}) r
    CROSS JOIN LATERAL (SELECT forecast -> 'accuracy' AS accuracy FROM forecasts
      WHERE tenant_id = ${tenantId} AND run_id = r.run_id AND product_id = ${productId} AND location_id = ${locationId}
      OFFSET 0) f
    WHERE jsonb_typeof(f.accuracy) = 'object'
    ORDER BY r.as_of, r.requested_at, r.run_id`;
}

/** The item's forecast of the newest run that is from that day or older. */
export async function selectForecastUpTo(
  sql: Sql,
  { tenantId }: Caller,
  { productId, locationId, day }: ItemKey & { readonly day: string },
): Promise<(DatedForecast & { readonly runId: string }) | null> {
  const [row] = await sql<{ runId: string; asOf: string; forecast: unknown }[]>`
    SELECT r.run_id AS "runId", r.as_of AS "asOf", f.forecast
    FROM (SELECT run_id, as_of, requested_at FROM forecast_runs
      WHERE tenant_id = ${tenantId} AND as_of <= ${day}::date
      ORDER BY as_of DESC, requested_at DESC, run_id DESC LIMIT ${runsLookedAt}) r
    CROSS JOIN LATERAL (SELECT forecast FROM forecasts
      WHERE tenant_id = ${tenantId} AND run_id = r.run_id AND product_id = ${productId} AND location_id = ${locationId}
      OFFSET 0) f
    ORDER BY r.as_of DESC, r.requested_at DESC, r.run_id DESC LIMIT 1`;
  return row === undefined ? null : { ...row, forecast: readStoredForecast(row.forecast) };
}

/** Why the item has no forecast from the newest run that tried; null: it has one, or none tried. */
export async function selectFailure(
  sql: Sql,
  { tenantId }: Caller,
  { productId, locationId }: ItemKey,
): Promise<string | null> {
  const [row] = await sql<{ reason: string }[]>`
    SELECT f.reason
    FROM (SELECT run_id, requested_at FROM forecast_runs WHERE tenant_id = ${tenantId}
      ORDER BY requested_at DESC, run_id DESC LIMIT ${runsLookedAt}) r
    CROSS JOIN LATERAL (SELECT reason FROM forecast_failures
      WHERE tenant_id = ${tenantId} AND run_id = r.run_id AND product_id = ${productId} AND location_id = ${locationId}
      OFFSET 0) f
    WHERE NOT EXISTS (SELECT FROM latest_forecasts l JOIN forecast_runs newest USING (tenant_id, run_id)
      WHERE l.tenant_id = ${tenantId} AND l.product_id = ${productId} AND l.location_id = ${locationId}
        AND newest.requested_at > r.requested_at)
    ORDER BY r.requested_at DESC LIMIT 1`;
  return row?.reason ?? null;
}
