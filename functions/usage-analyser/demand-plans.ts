/** What people know of demand that its history does not say. */
import type { Sql } from '#functions/_kit/database.ts';
import type { ItemKey } from '#shared/contracts/workflows/nightly-forecast.ts';
import type { DemandEventSpan, DemandPlan } from '#shared/forecasting/demand-calendar.ts';

type OverrideSpan = NonNullable<DemandPlan['overrides']>[number];

/** How a person wants a day of an item's history taken. */
type TreatedDay = ItemKey & { readonly day: string; readonly treatment: 'exclude' | 'restore' };

/** What people planned for some products. */
export type DemandPlans = {
  readonly demandEvents: readonly (DemandEventSpan & Pick<ItemKey, 'productId'>)[];
  /** Oldest first. */
  readonly overrides: readonly (OverrideSpan & ItemKey)[];
  readonly treatedDays: readonly TreatedDay[];
};

type Period = { readonly from: string; readonly asOf: string };

/** Reads what holds from `asOf` on, and what happened since `from`. */
export async function readDemandPlan(
  sql: Sql,
  productIds: readonly string[],
  { from, asOf }: Period,
): Promise<DemandPlans> {
  const ids = [...productIds];
  const [demandEvents, overrides, treatedDays] = await Promise.all([
    sql<DemandPlans['demandEvents'][number][]>`
      SELECT p.product_id AS "productId", e.name, e.from_day AS "from", e.to_day AS "to",
        -- Where nobody said how much, past events of the product tell.
        coalesce(e.lift, 1) AS lift, e.lift IS NULL AS "isMeasured"
      FROM demand_events e
      JOIN products p ON p.tenant_id = e.tenant_id AND p.product_id = ANY(${ids}::uuid[])
      WHERE e.tenant_id = current_tenant() AND e.status = 'planned' AND e.to_day >= ${from}::date
        AND CASE e.scope ->> 'kind' WHEN 'all' THEN true WHEN 'category' THEN e.scope ->> 'category' = p.category
          ELSE e.scope -> 'productIds' @> to_jsonb(p.product_id::text) END
      ORDER BY e.from_day, e.demand_event_id`,
    sql<DemandPlans['overrides'][number][]>`
      SELECT product_id AS "productId", location_id AS "locationId", from_day AS "from", until_day AS "until",
        per_day AS "perDay", factor
      FROM demand_overrides
      WHERE tenant_id = current_tenant() AND product_id = ANY(${ids}::uuid[]) AND status = 'active'
        AND (until_day IS NULL OR until_day >= ${asOf}::date)
      ORDER BY set_at, override_id`,
    sql<TreatedDay[]>`
      SELECT product_id AS "productId", location_id AS "locationId", day, treatment FROM demand_exclusions
      WHERE tenant_id = current_tenant() AND product_id = ANY(${ids}::uuid[]) AND day >= ${from}::date
      ORDER BY product_id, location_id, day`,
  ]);
  return { demandEvents, overrides, treatedDays };
}
