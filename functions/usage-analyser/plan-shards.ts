import type { Database } from '#functions/_kit/database.ts';
import { readTenantDay } from '#functions/_kit/facts.ts';
import type { ShardPlan, UsageAnalyserTask } from '#shared/contracts/workflows/nightly-forecast.ts';

import { readPlannedItems } from './planned-items.ts';

/** Shares by hash are uneven: nine on average are seldom more than eighteen, 8 KiB of forecasts. */
const ITEMS_PER_SHARD = 9;

/** Cuts the tenant's products into shards and fixes the first day that the run does not know. */
export async function planShards(
  task: Extract<UsageAnalyserTask, { task: 'plan-shards' }>,
  database: Database,
): Promise<ShardPlan> {
  return database.transaction(
    { tenantId: task.tenantId },
    async (sql) => {
      const asOf = task.asOf ?? (await readTenantDay(sql)).today;
      const items = await readPlannedItems(sql, null);
      const shards = Math.ceil(items.length / ITEMS_PER_SHARD);
      return { asOf, shards: Array.from({ length: shards }, (_, shard) => ({ shard, shards })) };
    },
    { retry: true, readOnly: true },
  );
}
