/** Inventory policies, forecasts and the runs that made them. */
import type { Sql } from '#functions/_kit/database.ts';
import type { ForecastRun } from '#shared/contracts/api/models/planning.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { Fragment } from './fragment.ts';
import type { AnswerOf, Caller, ReadsOf } from './read.ts';

type Policy = AnswerOf<'listPolicies'>['items'][number];
type Forecast = AnswerOf<'listForecasts'>['items'][number];
type Failure = AnswerOf<'getForecastRun'>['failures'][number];

const mostFailures = 1000;

/** Reads of planning. */
export const planningReads: ReadsOf<
  'listPolicies' | 'listForecasts' | 'listForecastRuns' | 'getForecastRun'
> = {
  listPolicies: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('policies', query.cursor, [keyParts.text, keyParts.id, keyParts.id]);
      const rows = await sql<Policy[]>`
        SELECT i.product_id AS "productId", p.sku, i.location_id AS "locationId", i.policy_version AS "policyVersion",
          i.safety_stock AS "safetyStock", i.reorder_point AS "reorderPoint",
          i.order_up_to_level AS "orderUpToLevel", i.review_period_days AS "reviewPeriodDays",
          i.cycle_service_level AS "cycleServiceLevel", i.run_id AS "runId"
        FROM inventory_policies i JOIN products p USING (tenant_id, product_id)
        WHERE i.tenant_id = ${caller.tenantId}
          ${query.productId === undefined ? sql`` : sql`AND i.product_id = ${query.productId}`}
          ${
            after === null
              ? sql``
              : sql`AND (p.sku, i.product_id, i.location_id) > (${after[0]}, ${after[1]}::uuid, ${after[2]}::uuid)`
          }
        ORDER BY p.sku, i.product_id, i.location_id LIMIT ${query.limit + 1}`;
      return toPage('policies', rows, {
        limit: query.limit,
        keyOf: (row) => [row.sku, row.productId, row.locationId],
      });
    }),

  // Run ids are made in the order of time, so the newest run comes first.
  listForecasts: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('forecasts', query.cursor, [keyParts.id, keyParts.id, keyParts.id]);
      const rows = await sql<Forecast[]>`
        SELECT run_id AS "runId", product_id AS "productId", location_id AS "locationId",
          demand_pattern AS "demandPattern", method, mean_per_day AS "meanPerDay",
          standard_deviation_per_day AS "standardDeviationPerDay", forecast
        FROM forecasts
        WHERE tenant_id = ${caller.tenantId}
          ${query.productId === undefined ? sql`` : sql`AND product_id = ${query.productId}`}
          ${query.runId === undefined ? sql`` : sql`AND run_id = ${query.runId}`}
          ${
            after === null
              ? sql``
              : sql`AND (run_id, product_id, location_id) < (${after[0]}::uuid, ${after[1]}::uuid, ${after[2]}::uuid)`
          }
        ORDER BY run_id DESC, product_id DESC, location_id DESC LIMIT ${query.limit + 1}`;
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
      const [[run], failures] = await Promise.all([
        selectRuns(sql, caller, sql`AND run_id = ${parameters.runId}`),
        sql<Failure[]>`
          SELECT f.product_id AS "productId", p.sku, p.name AS "productName", f.reason
          FROM forecast_failures f JOIN products p USING (tenant_id, product_id)
          WHERE f.tenant_id = ${caller.tenantId} AND f.run_id = ${parameters.runId}
          ORDER BY p.sku, f.location_id LIMIT ${mostFailures}`,
      ]);
      return run === undefined ? null : { ...run, failures };
    }),
};

async function selectRuns(sql: Sql, { tenantId }: Caller, rest: Fragment): Promise<readonly ForecastRun[]> {
  return sql<ForecastRun[]>`
    SELECT run_id AS "runId", as_of AS "asOf", trigger, status, planned, failed, changed,
      requested_at AS "requestedAt", completed_at AS "completedAt",
      -- A run that has not ended is known by what the starter started for it.
      coalesce(execution_id, (SELECT execution_arn FROM executions e
        WHERE e.tenant_id = forecast_runs.tenant_id AND e.subject_key = 'run:' || run_id
        ORDER BY started_at DESC LIMIT 1)) AS "executionId"
    FROM forecast_runs WHERE tenant_id = ${tenantId} ${rest}`;
}
