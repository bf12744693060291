/** The demand of a product at a location by day, and which days a forecast does not learn from. */
import type { Sql } from '#functions/_kit/database.ts';
import { readDaysWithoutStock } from '#functions/_kit/days-without-stock.ts';
import type { ItemForecast } from '#shared/contracts/api/models/planning.ts';
import { addDays, dayNumber } from '#shared/forecasting/day-number.ts';

import { covers } from './demand-plan.ts';
import type { Caller } from './read.ts';

type HistoryDay = ItemForecast['history'][number];

/** A product at a location. */
export type ItemKey = { readonly productId: string; readonly locationId: string };

/** What is on record of an item's demand. */
export type DemandOnRecord = {
  readonly quantityOn: ReadonlyMap<string, number>;
  readonly excluded: ReadonlySet<string>;
  /** The last day on which the tenant recorded any demand at the location; null: none. */
  readonly lastDay: string | null;
};

/** Days of history that are shown: two years. */
const HISTORY_DAYS = 730;
/** Demand has no index by day: so many products are asked for their last one. */
const productsAsked = 500;

/** What is on record of the item's demand before a day. */
export async function readDemandOnRecord(
  sql: Sql,
  { tenantId }: Caller,
  { productId, locationId, today }: ItemKey & { readonly today: string },
): Promise<DemandOnRecord> {
  const period = { from: addDays(today, -HISTORY_DAYS), to: addDays(today, -1) };
  const [rows, marked, withoutStock, [known]] = await Promise.all([
    sql<{ day: string; quantity: number }[]>`
      SELECT day, sum(quantity) AS quantity FROM demand_days
      WHERE tenant_id = ${tenantId} AND product_id = ${productId} AND location_id = ${locationId}
        AND day BETWEEN ${period.from}::date AND ${period.to}::date
      GROUP BY day ORDER BY day`,
    sql<{ day: string; isRestored: boolean }[]>`
      SELECT day, treatment = 'restore' AS "isRestored" FROM demand_exclusions
      WHERE tenant_id = ${tenantId} AND product_id = ${productId} AND location_id = ${locationId}
        AND day BETWEEN ${period.from}::date AND ${period.to}::date
      UNION
      SELECT d::date, false FROM demand_events e
      CROSS JOIN LATERAL generate_series(greatest(e.from_day, ${period.from}::date)::timestamp,
        least(e.to_day, ${period.to}::date)::timestamp, '1 day') d
      WHERE e.tenant_id = ${tenantId} AND e.status = 'planned' AND e.from_day <= ${period.to}::date
        AND ${covers(sql, productId)}`,
    readDaysWithoutStock(sql, [productId], period),
    sql<{ lastDay: string | null }[]>`
      SELECT max(last.day) AS "lastDay"
      FROM (SELECT product_id FROM products WHERE tenant_id = ${tenantId} ORDER BY product_id DESC LIMIT ${productsAsked}) p
      CROSS JOIN LATERAL (SELECT day FROM demand_days d WHERE d.tenant_id = ${tenantId}
        AND d.product_id = p.product_id AND d.location_id = ${locationId} AND d.day <= ${period.to}::date
        ORDER BY d.day DESC LIMIT 1) last`,
  ]);
  const here = withoutStock.find((each) => each.locationId === locationId);
  const excluded = new Set([...marked.map(({ day }) => day), ...(here?.days ?? [])]);
  // What a person put back counts, whatever else speaks against the day.
  for (const { day, isRestored } of marked) if (isRestored) excluded.delete(day);
  return {
    quantityOn: new Map(rows.map(({ day, quantity }) => [day, quantity])),
    excluded,
    lastDay: known?.lastDay ?? null,
  };
}

/** Every day from the first with demand to the last that is known: what was not recorded meanwhile is 0. */
export function historyOf({ quantityOn, excluded, lastDay }: DemandOnRecord): HistoryDay[] {
  const recorded = [...quantityOn.keys()];
  const [first] = recorded;
  const last = [...recorded.slice(-1), ...(lastDay === null ? [] : [lastDay])].toSorted().at(-1);
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: dayNumber(last) - dayNumber(first) + 1 }, (_, i) => {
    const day = addDays(first, i);
    return { day, quantity: quantityOn.get(day) ?? 0, isExcluded: excluded.has(day) };
  });
}
