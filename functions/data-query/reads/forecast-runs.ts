/** Forecast runs and the rows they made. */
import type { Sql } from '#functions/_kit/database.ts';
import type { ForecastRun } from '#shared/contracts/api/models/planning.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { Fragment } from './fragment.ts';
import type { AnswerOf, Caller, QueryOf, ReadsOf } from './read.ts';

type Forecast = AnswerOf<'listForecasts'>['items'][number];
type Detail = AnswerOf<'getForecastRun'>;

const mostFailures = 1000;

/** Reads of forecast runs. */
export const forecastRunReads: ReadsOf<'listForecasts' | 'listForecastRuns' | 'getForecastRun'> = {
  listForecasts: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const rows = await selectForecasts(sql, caller, query);
      return toPage('forecasts', rows, {
        limit: query.limit,
        keyOf: (row) => [row.runId, row.productId, row.locationId],
      });
    }),

  listForecastRuns: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('forecast-runs', query.cursor, [keyParts.instant, keyParts.id]);
      const rows = await selectRuns(
        sql,
        caller,
        sql`${
          after === null
            ? sql``
            : sql`AND (requested_at, run_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
        } ORDER BY requested_at DESC, run_id DESC LIMIT ${query.limit + 1}`,
      );
      return toPage('forecast-runs', rows, {
        limit: query.limit,
        keyOf: (row) => [row.requestedAt, row.runId],
      });
    }),

  getForecastRun: ({ inTransaction, caller, parameters }) =>
    inTransaction(async (sql) => {
      const { runId } = parameters;
      const [[run], failures, methods] = await Promise.all([
        selectRuns(sql, caller, sql`AND run_id = ${runId}`),
        selectFailures(sql, caller, runId),
        selectMethods(sql, caller, runId),
      ]);
      return run === undefined ? null : { ...run, failures: [...failures], methods: [...methods] };
    }),
};

/** Run by run, so that each is one range of the key, also where one product is asked for. */
async function selectForecasts(
  sql: Sql,
  { tenantId }: Caller,
  query: QueryOf<'listForecasts'>,
): Promise<readonly Forecast[]> {
  const after = keyAfter('forecasts', query.cursor, [keyParts.id, keyParts.id, keyParts.id]);
  return sql<Forecast[]>`
    SELECT r.run_id AS "runId", f.product_id AS "productId", f.location_id AS "locationId",
      f.demand_pattern AS "demandPattern", f.method, f.mean_per_day AS "meanPerDay",
      f.standard_deviation_per_day AS "standardDeviationPerDay", f.forecast
    FROM forecast_runs r CROSS JOIN LATERAL (
      SELECT * FROM forecasts WHERE tenant_id = ${tenantId} AND run_id = r.run_id
        ${query.productId === undefined ? sql`` : sql`AND product_id = ${query.productId}`}
        ${
          after === null
            ? sql``
            : sql`AND (run_id, product_id, location_id) < (${after[0]}::uuid, ${after[1]}::uuid, ${after[2]}::uuid)`
        }
      ORDER BY product_id DESC, location_id DESC LIMIT ${query.limit + 1}
    ) f
    WHERE r.tenant_id = ${tenantId} ${query.runId === undefined ? sql`` : sql`AND r.run_id = ${query.runId}`}
      ${after === null ? sql`` : sql`AND r.run_id <= ${after[0]}::uuid`}
    ORDER BY r.run_id DESC, f.product_id DESC, f.location_id DESC LIMIT ${query.limit + 1}`;
}

async function selectRuns(sql: Sql, { tenantId }: Caller, rest: Fragment): Promise<readonly ForecastRun[]> {
  return sql<ForecastRun[]>`
    SELECT run_id AS "runId", as_of AS "asOf", trigger, status, total, planned, failed, changed,
      only_failed_of AS "onlyFailedOf", requested_at AS "requestedAt", completed_at AS "completedAt",
      coalesce(accuracy, '[]') AS accuracy,
      -- A run that has not ended is known by what the starter started for it.
      coalesce(execution_id, (SELECT execution_arn FROM executions e
        WHERE e.tenant_id = forecast_runs.tenant_id AND e.subject_key = 'run:' || run_id
        ORDER BY started_at DESC LIMIT 1)) AS "executionId"
    FROM forecast_runs WHERE tenant_id = ${tenantId} ${rest}`;
}

async function selectFailures(sql: Sql, { tenantId }: Caller, runId: string): Promise<Detail['failures']> {
  return sql<Detail['failures']>`
    SELECT f.product_id AS "productId", p.sku, p.name AS "productName", f.reason
    FROM forecast_failures f JOIN products p USING (tenant_id, product_id)
    WHERE f.tenant_id = ${tenantId} AND f.run_id = ${runId}
    ORDER BY p.sku, f.location_id LIMIT ${mostFailures}`;
}

async function selectMethods(sql: Sql, { tenantId }: Caller, runId: string): Promise<Detail['methods']> {
  return sql<Detail['methods']>`
    SELECT method, count(*) AS items FROM forecasts WHERE tenant_id = ${tenantId} AND run_id = ${runId}
    GROUP BY method ORDER BY items DESC, method`;
}
