/** What daily histories with promotions teach about each other: learned once for a run, when the first of them comes up. */
import type { Database, Sql } from '#functions/_kit/database.ts';
import type { RunPlan } from '#shared/contracts/workflows/nightly-forecast.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import {
  learnDays,
  promotedDays,
  type LearnedDays,
  type PromotedDays,
  type PromotedItem,
} from '#shared/forecasting/learned/learn-days.ts';

import { readDemandPlan } from './demand-plans.ts';
import { HISTORY_DAYS, readDemand } from './item-facts.ts';

type Run = { readonly tenantId: string; readonly runId: string; readonly plan: RunPlan };

/** Means that a run's products teach together of an item's next 28 days; none where its promotions are not known. */
export type DaysOfRun = (run: Run, item: PromotedItem) => Promise<readonly Float64Array[]>;

/** As many as are learned from. */
const MOST_HISTORIES = 1_000;
/** Histories of three years are long: few are held as they were read, all as plain numbers. */
const PRODUCTS_PER_READ = 50;

/** Opens the memory: the model of the last run asked for is kept. */
export function openDaysOfRun(database: Database): DaysOfRun {
  let remembered: { readonly runId: string; readonly days: LearnedDays } | null = null;
  const learn = async (run: Run): Promise<LearnedDays> => {
    if (remembered?.runId === run.runId) return remembered.days;
    const days = learnDays(await readPromotedDays(database, run), run.plan.asOf);
    remembered = { runId: run.runId, days };
    return days;
  };
  return async (run, item) => {
    if (promotedDays(item, run.plan.asOf) === null) return [];
    return (await learn(run))(item);
  };
}

/** The days of the first products by key that were promoted. */
async function readPromotedDays(
  database: Database,
  { tenantId, plan }: Run,
): Promise<readonly PromotedDays[]> {
  const options = { retry: true, readOnly: true, deadlineMs: 50_000 };
  const read = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    database.transaction({ tenantId }, work, options);
  const productIds = await read((sql) => readPromotedProducts(sql, plan));
  const found: PromotedDays[] = [];
  for (let i = 0; i < productIds.length && found.length < MOST_HISTORIES; i += PRODUCTS_PER_READ) {
    const some = productIds.slice(i, i + PRODUCTS_PER_READ);
    found.push(...(await read((sql) => readDays(sql, some, plan))));
  }
  return found.slice(0, MOST_HISTORIES);
}

/** Scopes are read once each, not once for each product. */
async function readPromotedProducts(sql: Sql, { asOf }: RunPlan): Promise<readonly string[]> {
  const rows = await sql<{ productId: string }[]>`
    WITH promotion AS MATERIALIZED (SELECT DISTINCT scope, scope ->> 'kind' AS kind FROM demand_events
      WHERE tenant_id = current_tenant() AND status = 'planned' AND (lift IS NULL OR lift > 1)
        AND from_day < ${asOf}::date AND to_day >= ${asOf}::date - ${HISTORY_DAYS}::int)
    SELECT product_id AS "productId" FROM products
    WHERE tenant_id = current_tenant() AND status = 'active'
      AND (EXISTS (SELECT FROM promotion WHERE kind = 'all')
        OR category IN (SELECT scope ->> 'category' FROM promotion WHERE kind = 'category')
        OR product_id IN (SELECT id::uuid FROM promotion, jsonb_array_elements_text(scope -> 'productIds') id
          WHERE kind = 'products'))
    ORDER BY product_id LIMIT ${MOST_HISTORIES}`;
  return rows.map(({ productId }) => productId);
}

async function readDays(
  sql: Sql,
  productIds: readonly string[],
  plan: RunPlan,
): Promise<readonly PromotedDays[]> {
  const from = addDays(plan.asOf, -HISTORY_DAYS);
  const [demand, { demandEvents }] = await Promise.all([
    readDemand(sql, productIds, { from, plan }),
    readDemandPlan(sql, productIds, { from, asOf: plan.asOf }),
  ]);
  const items = [...demand].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return items.flatMap(([key, history]) => {
    const events = demandEvents.filter(({ productId }) => key.startsWith(productId));
    return promotedDays({ history, events }, plan.asOf) ?? [];
  });
}
