/** What monthly histories of all products teach about each: learned once for a run, when the first of them comes up. */
import type { Database, Sql } from '#functions/_kit/database.ts';
import type { RunPlan } from '#shared/contracts/workflows/nightly-forecast.ts';
import type { DemandDay } from '#shared/forecasting/daily-series.ts';
import { wholePeriods } from '#shared/forecasting/history/whole-periods.ts';
import { learnTogether, type LearnedMeans } from '#shared/forecasting/learned/learn-together.ts';

import { historyOf, HISTORY_DAYS } from './item-facts.ts';

type Run = { readonly tenantId: string; readonly runId: string; readonly plan: RunPlan };

/** Means that a run's products teach together of a history's coming months; none for histories by day or week. */
export type MeansOfRun = (run: Run, history: readonly DemandDay[]) => Promise<readonly Float64Array[]>;

/** Three years and a month, and a few rows that came twice. */
const MOST_ROWS = 40;
/** As many as are learned from. */
const MOST_HISTORIES = 1_000;
const nothing: LearnedMeans = () => [];

/** Opens the memory: the model of the last run asked for is kept. */
export function openMeansOfRun(database: Database): MeansOfRun {
  let remembered: { readonly runId: string; readonly means: LearnedMeans } | null = null;
  const learn = async ({ tenantId, runId, plan }: Run): Promise<LearnedMeans> => {
    if (remembered?.runId === runId) return remembered.means;
    const histories = await database.transaction({ tenantId }, (sql) => readHistories(sql, plan), {
      retry: true,
      readOnly: true,
      deadlineMs: 50_000,
    });
    const means = histories.length === 0 ? nothing : learnTogether(histories, plan.asOf);
    remembered = { runId, means };
    return means;
  };
  return async (run, history) => {
    const { asOf } = run.plan;
    if (history.length > MOST_ROWS || wholePeriods(history, asOf)?.grain !== 'month') return [];
    return (await learn(run))(history);
  };
}

/** Histories with as few rows as months have, the first by key; how many rows one has is looked up, not counted. */
async function readHistories(
  sql: Sql,
  { asOf, lastDay }: RunPlan,
): Promise<readonly (readonly DemandDay[])[]> {
  const rows = await sql<{ days: string[]; quantities: number[] }[]>`
    SELECT history.days, history.quantities
    FROM products p
    JOIN locations l ON l.tenant_id = p.tenant_id AND l.status = 'open'
    CROSS JOIN LATERAL (
      SELECT array_agg(day ORDER BY day) AS days, array_agg(quantity ORDER BY day) AS quantities
      FROM (SELECT d.day, d.quantity FROM demand_days d
        WHERE d.tenant_id = p.tenant_id AND d.product_id = p.product_id AND d.location_id = l.location_id
          AND d.day < ${asOf}::date AND d.day >= ${asOf}::date - ${HISTORY_DAYS}::int
        LIMIT ${MOST_ROWS + 1}) AS beginning
      HAVING count(*) BETWEEN 12 AND ${MOST_ROWS}
    ) history
    WHERE p.tenant_id = current_tenant() AND p.status = 'active'
    ORDER BY p.product_id, l.location_id
    LIMIT ${MOST_HISTORIES}`;
  return rows.map((row) => historyOf(row, lastDay));
}
