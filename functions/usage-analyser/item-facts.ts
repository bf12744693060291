/** Reads all that the forecasts of some items are computed from, in a handful of statements. */
import { readDaysWithoutStock } from '#functions/_kit/days-without-stock.ts';
import type { Sql } from '#functions/_kit/database.ts';
import type { PlanningSettings } from '#shared/contracts/events/planning-settings.ts';
import type { ItemKey, RunPlan } from '#shared/contracts/workflows/nightly-forecast.ts';
import type { DemandDay } from '#shared/forecasting/daily-series.ts';
import { addDays } from '#shared/forecasting/day-number.ts';

import { readDemandPlan, type DemandPlans } from './demand-plans.ts';
import { readReceipts, type Receipts } from './item-terms.ts';
import { readPlannedItems, type PageOfShard, type PlannedItem } from './planned-items.ts';
import { readSettingsAt } from './settings-of-run.ts';

/** What forecasts of some items are computed from; by `keyOf` an item where they are many. */
export type ItemFacts = {
  readonly items: readonly PlannedItem[];
  readonly demand: ReadonlyMap<string, readonly DemandDay[]>;
  readonly daysWithoutStock: ReadonlyMap<string, readonly string[]>;
  readonly plans: DemandPlans;
  readonly receipts: Receipts;
  readonly settings: PlanningSettings;
};

/** Three years. */
export const HISTORY_DAYS = 1_096;

/** One text for a product at a location. */
export function keyOf({ productId, locationId }: ItemKey): string {
  return `${productId}/${locationId}`;
}

/** The next items of a shard with their facts. */
export async function readItemFacts(sql: Sql, page: PageOfShard, limit: number): Promise<ItemFacts> {
  const { plan } = page;
  const items = await readPlannedItems(sql, page, limit);
  const productIds = [...new Set(items.map(({ productId }) => productId))];
  const likeProductIds = items.flatMap(({ likeProductId }) => likeProductId ?? []);
  const from = addDays(plan.asOf, -HISTORY_DAYS);
  // Sent ahead one after the other on the transaction's connection, without waiting for each answer.
  const [demand, withoutStock, plans, receipts, settings] = await Promise.all([
    readDemand(sql, [...new Set([...productIds, ...likeProductIds])], { from, plan }),
    readDaysWithoutStock(sql, productIds, { from, to: plan.lastDay ?? from }),
    readDemandPlan(sql, productIds, { from, asOf: plan.asOf }),
    readReceipts(sql, items, plan.asOf),
    readSettingsAt(sql, plan.settingsVersion),
  ]);
  return {
    items,
    demand,
    daysWithoutStock: new Map(withoutStock.map((row) => [keyOf(row), row.days])),
    plans,
    receipts,
    settings,
  };
}

/** Demand since `from` of some products, by `keyOf` an item; on days in between without a row nothing was sold. */
export async function readDemand(
  sql: Sql,
  productIds: readonly string[],
  { from, plan }: { readonly from: string; readonly plan: RunPlan },
): Promise<ReadonlyMap<string, readonly DemandDay[]>> {
  const rows = await sql<(ItemKey & { days: string[]; quantities: number[] })[]>`
    SELECT product_id AS "productId", location_id AS "locationId",
      array_agg(day ORDER BY day) AS days, array_agg(quantity ORDER BY day) AS quantities
    FROM (SELECT product_id, location_id, day, sum(quantity) AS quantity FROM demand_days
      WHERE tenant_id = current_tenant() AND product_id = ANY(${[...productIds]}::uuid[])
        AND day < ${plan.asOf}::date AND day >= ${from}::date
      GROUP BY product_id, location_id, day) AS by_day
    GROUP BY product_id, location_id`;
  return new Map(rows.map((row) => [keyOf(row), historyOf(row, plan.lastDay)]));
}

/** Nothing sold since an item's last row is known as far as anything is known of the tenant's demand. */
export function historyOf(
  { days, quantities }: { readonly days: readonly string[]; readonly quantities: readonly number[] },
  lastDay: string | null,
): readonly DemandDay[] {
  const history = days.map((day, i) => ({ day, quantity: quantities[i] ?? 0 }));
  return lastDay === null ? history : [...history, { day: lastDay, quantity: 0 }];
}
