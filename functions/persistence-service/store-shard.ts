import * as v from 'valibot';

import type { Database, Sql } from '#functions/_kit/database.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';
import { unpack } from '#functions/_kit/packed.ts';
import { ShardRow, type ForecastFailure } from '#shared/contracts/workflows/nightly-forecast.ts';
import { expandForecast } from '#shared/forecasting/forecast-row.ts';

import type { TaskOf } from './tasks.ts';

/** What a stored page of a shard adds to its run. */
export type StoredShard = { readonly planned: number; readonly failed: number };

/** The rows are not those that were hashed. */
class ShardAltered extends Error {
  override readonly name = 'ShardAltered';
}

type StoreTask = TaskOf<'store-shard'>;
type ExpandedForecast = ReturnType<typeof expandForecast>;

/**
 * Stores a page of a shard's forecasts, and moves the figures of its run by what is new. Rows are never changed, so
 * storing a page again does nothing.
 */
export async function storeShard(database: Database, task: StoreTask): Promise<StoredShard> {
  const rows = rowsOf(task);
  const failures = rows.filter((row): row is ForecastFailure => 'reason' in row);
  const forecasts = rows.flatMap((row) => ('reason' in row ? [] : [expandForecast(row)]));
  await database.transaction(
    { tenantId: task.tenantId },
    async (sql) => {
      const stored = await storeForecasts(sql, task, forecasts);
      const failed = await storeFailures(sql, task, failures);
      await keepLatest(sql, task, forecasts);
      // The run's row last: all pages of a run write it.
      await sql`UPDATE forecast_runs SET total = ${task.total}, planned = planned + ${stored + failed},
          failed = failed + ${failed}, status = CASE status WHEN 'scheduled' THEN 'running' ELSE status END
        WHERE tenant_id = ${task.tenantId} AND run_id = ${task.runId}`;
    },
    { retry: true },
  );
  return { planned: rows.length, failed: failures.length };
}

function rowsOf({ packed, before, sha256 }: StoreTask): readonly ShardRow[] {
  const rows = v.parse(v.array(ShardRow), unpack(packed));
  const found = sha256Hex({ before, rows });
  if (found === sha256) return rows;
  throw new ShardAltered(`the shard's rows have the SHA-256 ${found}, expected ${sha256}; forecast it again`);
}

async function storeForecasts(
  sql: Sql,
  { tenantId, runId }: StoreTask,
  rows: readonly ExpandedForecast[],
): Promise<number> {
  const { count } =
    await sql`INSERT INTO forecasts (tenant_id, run_id, product_id, location_id, demand_pattern, method, mean_per_day,
      standard_deviation_per_day, demand_last_year, coefficient_of_variation, forecast)
    SELECT ${tenantId}::uuid, ${runId}::uuid, r.* FROM unnest(
      ${rows.map((row) => row.productId)}::uuid[],
      ${rows.map((row) => row.locationId)}::uuid[],
      ${rows.map((row) => row.forecast.demandPattern)}::text[],
      ${rows.map((row) => row.forecast.method)}::text[],
      ${rows.map((row) => row.forecast.meanPerDay)}::numeric[],
      ${rows.map((row) => row.forecast.standardDeviationPerDay)}::numeric[],
      ${rows.map((row) => row.forecast.demandLastYear)}::numeric[],
      ${rows.map((row) => row.forecast.coefficientOfVariation)}::numeric[],
      ${rows.map((row) => JSON.stringify(row.forecast))}::jsonb[]) AS r
    ON CONFLICT (tenant_id, run_id, product_id, location_id) DO NOTHING`;
  return count;
}

async function storeFailures(
  sql: Sql,
  { tenantId, runId }: StoreTask,
  failures: readonly ForecastFailure[],
): Promise<number> {
  const { count } =
    await sql`INSERT INTO forecast_failures (tenant_id, run_id, product_id, location_id, reason)
    SELECT ${tenantId}::uuid, ${runId}::uuid, r.* FROM unnest(
      ${failures.map((failure) => failure.productId)}::uuid[],
      ${failures.map((failure) => failure.locationId)}::uuid[],
      ${failures.map((failure) => failure.reason)}::text[]) AS r
    ON CONFLICT (tenant_id, run_id, product_id, location_id) DO NOTHING`;
  return count;
}

/** The newest forecast of an item is that of the later day; of one day, that of the run asked for later. */
async function keepLatest(
  sql: Sql,
  { tenantId, runId }: StoreTask,
  rows: readonly ExpandedForecast[],
): Promise<void> {
  await sql`INSERT INTO latest_forecasts AS l (tenant_id, product_id, location_id, run_id, as_of)
    SELECT ${tenantId}::uuid, i.product_id, i.location_id, r.run_id, r.as_of
    FROM unnest(${rows.map((row) => row.productId)}::uuid[], ${rows.map((row) => row.locationId)}::uuid[])
      AS i (product_id, location_id), forecast_runs r
    WHERE r.tenant_id = ${tenantId} AND r.run_id = ${runId}
    -- In one order, so that two runs at once wait for each other instead of dying.
    ORDER BY i.product_id, i.location_id
    ON CONFLICT (tenant_id, product_id, location_id) DO UPDATE SET run_id = excluded.run_id, as_of = excluded.as_of
    WHERE l.run_id <> excluded.run_id AND (excluded.as_of, (SELECT requested_at FROM forecast_runs n
        WHERE n.tenant_id = excluded.tenant_id AND n.run_id = excluded.run_id), excluded.run_id)
      > (l.as_of, (SELECT requested_at FROM forecast_runs o
        WHERE o.tenant_id = l.tenant_id AND o.run_id = l.run_id), l.run_id)`;
}
