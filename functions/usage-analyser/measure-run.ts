import type { Database, Sql } from '#functions/_kit/database.ts';
import type { ClassAccuracy } from '#shared/contracts/events/planning.ts';
import type { ItemKey, UsageAnalyserTaskOf } from '#shared/contracts/workflows/nightly-forecast.ts';
import { classAccuracy, type ItemAccuracy } from '#shared/domain/planning/class-accuracy.ts';

import { keyOf } from './item-facts.ts';
import type { ClassesOfRun } from './run-classes.ts';

type Services = { readonly database: Database; readonly classesOfRun: ClassesOfRun };

/** How right forecasts of the run's items were, by class of value. */
export async function measureRun(
  task: UsageAnalyserTaskOf<'measure-run'>,
  { database, classesOfRun }: Services,
): Promise<{ readonly accuracy: readonly ClassAccuracy[] }> {
  const classes = await classesOfRun(task);
  const rows = await database.transaction({ tenantId: task.tenantId }, (sql) => readRows(sql, task.runId), {
    retry: true,
    readOnly: true,
    deadlineMs: 50_000,
  });
  const items = rows.map((row) => ({ ...row, abcClass: classes.get(keyOf(row))?.abcClass ?? null }));
  return { accuracy: classAccuracy(items) };
}

async function readRows(
  sql: Sql,
  runId: string,
): Promise<readonly (ItemKey & Omit<ItemAccuracy, 'abcClass'>)[]> {
  return sql<(ItemKey & Omit<ItemAccuracy, 'abcClass'>)[]>`
    SELECT product_id AS "productId", location_id AS "locationId", coalesce(demand_last_year, 0) AS demand,
      (forecast #>> '{accuracy,wape}')::numeric AS wape, (forecast #>> '{accuracy,bias}')::numeric AS bias,
      (forecast #>> '{accuracy,mase}')::numeric AS mase, (forecast #>> '{accuracy,coverage80}')::numeric AS coverage80
    FROM forecasts WHERE tenant_id = current_tenant() AND run_id = ${runId}::uuid
    ORDER BY product_id, location_id`;
}
