import type { Database, Sql } from '#functions/_kit/database.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';
import { expandForecast } from '#shared/forecasting/forecast-row.ts';

import type { TaskOf } from './tasks.ts';

/** What a stored shard adds to its run. */
export type StoredShard = { readonly planned: number; readonly failed: number; readonly sha256: string };

/** The rows are not those that were hashed. */
class ShardAltered extends Error {
  override readonly name = 'ShardAltered';
}

/** Stores the forecasts of a shard; rows are never changed, so that storing a shard again does nothing. */
export async function storeShard(database: Database, task: TaskOf<'store-shard'>): Promise<StoredShard> {
  const { tenantId, forecasts, failures, sha256 } = task;
  const found = sha256Hex({ forecasts, failures });
  if (found !== sha256) {
    throw new ShardAltered(
      `the shard's rows have the SHA-256 ${found}, expected ${sha256}; forecast it again`,
    );
  }
  await database.transaction(
    { tenantId },
    async (sql) => {
      await storeForecasts(sql, task);
      await storeFailures(sql, task);
      await sql`UPDATE forecast_runs SET status = 'running'
        WHERE tenant_id = ${tenantId} AND run_id = ${task.runId} AND status = 'scheduled'`;
    },
    { retry: true },
  );
  return { planned: forecasts.length + failures.length, failed: failures.length, sha256 };
}

async function storeForecasts(
  sql: Sql,
  { tenantId, runId, forecasts }: TaskOf<'store-shard'>,
): Promise<void> {
  const rows = forecasts.map(expandForecast);
  await sql`INSERT INTO forecasts (tenant_id, run_id, product_id, location_id, demand_pattern, method, mean_per_day,
      standard_deviation_per_day, forecast)
    SELECT ${tenantId}::uuid, ${runId}::uuid, r.* FROM unnest(
      ${rows.map((row) => row.productId)}::uuid[],
      ${rows.map((row) => row.locationId)}::uuid[],
      ${rows.map((row) => row.forecast.demandPattern)}::text[],
      ${rows.map((row) => row.forecast.method)}::text[],
      ${rows.map((row) => row.forecast.meanPerDay)}::numeric[],
      ${rows.map((row) => row.forecast.standardDeviationPerDay)}::numeric[],
      ${rows.map((row) => JSON.stringify(row.forecast))}::jsonb[]) AS r
    ON CONFLICT (tenant_id, run_id, product_id, location_id) DO NOTHING`;
}

async function storeFailures(sql: Sql, { tenantId, runId, failures }: TaskOf<'store-shard'>): Promise<void> {
  await sql`INSERT INTO forecast_failures (tenant_id, run_id, product_id, location_id, reason)
    SELECT ${tenantId}::uuid, ${runId}::uuid, r.* FROM unnest(
      ${failures.map((failure) => failure.productId)}::uuid[],
      ${failures.map((failure) => failure.locationId)}::uuid[],
      ${failures.map((failure) => failure.reason)}::text[]) AS r
    ON CONFLICT (tenant_id, run_id, product_id, location_id) DO NOTHING`;
}
