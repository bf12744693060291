import type { Database, Sql } from '#functions/_kit/database.ts';
import { readTenantDay } from '#functions/_kit/facts.ts';
import type { RunPlan, UsageAnalyserTaskOf } from '#shared/contracts/workflows/nightly-forecast.ts';

import { countPlannedItems } from './planned-items.ts';
import { readSettingsVersion } from './settings-of-run.ts';

/** As many as there are cores to compute and pages to store beside; few items need no more than one. */
const MOST_SHARDS = 8;
const LEAST_ITEMS_PER_SHARD = 50;

/** Cuts the tenant's products into shards, and fixes for the whole run what must not change under it. */
export async function planShards(
  task: UsageAnalyserTaskOf<'plan-shards'>,
  database: Database,
): Promise<RunPlan> {
  const { trigger, onlyFailedOf } = task;
  return database.transaction(
    { tenantId: task.tenantId },
    async (sql) => {
      const asOf = task.asOf ?? (await readTenantDay(sql)).today;
      // When policies changed, levels are computed anew from the forecasts there are.
      const items = trigger === 'policyChange' ? 0 : await countPlannedItems(sql, onlyFailedOf);
      return {
        asOf,
        trigger,
        onlyFailedOf,
        items,
        shards: Math.min(MOST_SHARDS, Math.ceil(items / LEAST_ITEMS_PER_SHARD)),
        lastDay: items === 0 ? null : await readLastDay(sql, asOf),
        settingsVersion: await readSettingsVersion(sql),
      };
    },
    { retry: true, readOnly: true, deadlineMs: 50_000 },
  );
}

/** By one index probe per product and location, of at most 30,000 of them: the table has no index by day. */
async function readLastDay(sql: Sql, asOf: string): Promise<string | null> {
  const [row] = await sql<{ day: string | null }[]>`
    SELECT max(last.day) AS day
    FROM (SELECT p.tenant_id, p.product_id, l.location_id FROM products p JOIN locations l USING (tenant_id)
      WHERE p.tenant_id = current_tenant() AND p.status = 'active' ORDER BY p.product_id DESC LIMIT 30000) item,
    LATERAL (SELECT d.day FROM demand_days d
      WHERE d.tenant_id = item.tenant_id AND d.product_id = item.product_id AND d.location_id = item.location_id
        AND d.day < ${asOf}::date ORDER BY d.day DESC LIMIT 1) last`;
  return row?.day ?? null;
}
