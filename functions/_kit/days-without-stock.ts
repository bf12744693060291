import type { Sql } from './database.ts';

/** Days on which nothing of a product could be sold at a location, oldest first. */
export type DaysWithoutStock = {
  readonly productId: string;
  readonly locationId: string;
  readonly days: readonly string[];
};

/**
 * The days of a period (both ends belong to it) that passed without stock, in the tenant's time zone: nothing was on
 * hand after the last movement before the day, and no movement of the day brought anything. A day with demand on record
 * is none of them, whatever the books say of the stock; before the first movement nothing is known.
 *
 * Balances are summed backwards from the present stock in the order of occurrence: what `on_hand_after` of a movement
 * says is the balance when it was recorded, which is another one where it was recorded late.
 */
export async function readDaysWithoutStock(
  sql: Sql,
  productIds: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly DaysWithoutStock[]> {
  return sql<DaysWithoutStock[]>`
    WITH item AS MATERIALIZED (
      SELECT s.tenant_id, s.product_id, s.location_id, s.on_hand, t.time_zone,
        ${from}::date::timestamp AT TIME ZONE t.time_zone AS starts_at
      FROM stock_levels s JOIN tenants t USING (tenant_id)
      WHERE s.tenant_id = current_tenant() AND s.product_id = ANY(${productIds}::uuid[])
    ), moved AS MATERIALIZED (
      SELECT i.product_id, i.location_id, (m.occurred_at AT TIME ZONE i.time_zone)::date AS day,
        m.occurred_at, m.movement_id, i.on_hand - coalesce(sum(m.on_hand_after - m.on_hand_before) OVER later, 0) AS balance,
        m.on_hand_after - m.on_hand_before AS change
      FROM item i JOIN stock_movements m USING (tenant_id, product_id, location_id)
      WHERE m.occurred_at >= i.starts_at
      WINDOW later AS (PARTITION BY i.product_id, i.location_id ORDER BY m.occurred_at DESC, m.movement_id DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), closed AS (
      SELECT product_id, location_id, day, max(balance) AS highest,
        (array_agg(balance ORDER BY occurred_at DESC, movement_id DESC))[1] AS closing
      FROM moved GROUP BY product_id, location_id, day
      UNION ALL
      -- What the period began with; known where something was moved before.
      SELECT i.product_id, i.location_id, ${from}::date - 1, NULL,
        i.on_hand - coalesce((SELECT sum(change) FROM moved m
          WHERE m.product_id = i.product_id AND m.location_id = i.location_id), 0)
      FROM item i
      WHERE EXISTS (SELECT FROM stock_movements m WHERE m.tenant_id = i.tenant_id AND m.product_id = i.product_id
        AND m.location_id = i.location_id AND m.occurred_at < i.starts_at)
    ), stretch AS (
      SELECT product_id, location_id, day, closing,
        lead(day) OVER next_day AS next_day, lead(highest) OVER next_day AS next_highest
      FROM closed WINDOW next_day AS (PARTITION BY product_id, location_id ORDER BY day)
    )
    SELECT s.product_id AS "productId", s.location_id AS "locationId", array_agg(d.day::date ORDER BY d.day) AS days
    FROM stretch s
    CROSS JOIN LATERAL generate_series((s.day + 1)::timestamp,
      -- The day of the next movement is one of them unless it brought something.
      least(${to}::date, CASE WHEN s.next_highest <= 0 THEN s.next_day ELSE s.next_day - 1 END)::timestamp,
      '1 day') AS d (day)
    WHERE s.closing <= 0 AND NOT EXISTS (SELECT FROM demand_days q WHERE q.tenant_id = current_tenant()
      AND q.product_id = s.product_id AND q.location_id = s.location_id AND q.day = d.day::date AND q.quantity > 0)
    GROUP BY s.product_id, s.location_id
    ORDER BY s.product_id, s.location_id`;
}
