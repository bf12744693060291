/** What people told the forecast: demand events (the stream's id is the event's), overrides, excluded days, like items. */
import type { Sql } from '#functions/_kit/database.ts';

import { document, documentOrNull } from './documents.ts';
import type { ParsedEvent, ProjectionsOf } from './projection.ts';

/** How events of demand plans show in the tables. */
export const demandPlan: ProjectionsOf<
  | 'DemandEventPlanned'
  | 'DemandEventCancelled'
  | 'DemandForecastOverridden'
  | 'DemandOverrideExpired'
  | 'DemandOutlierExcluded'
  | 'DemandOutlierRestored'
  | 'LikeItemChosen'
> = {
  DemandEventPlanned: async (sql, { tenantId, streamId, occurredAt, actor, payload }) => {
    await sql`INSERT INTO demand_events (tenant_id, demand_event_id, name, from_day, to_day, lift, scope, status,
        planned_by, planned_at)
      VALUES (${tenantId}, ${streamId}, ${payload.name}, ${payload.from}, ${payload.to}, ${payload.lift},
        ${document(sql, payload.scope)}, 'planned', ${document(sql, actor)}, ${occurredAt})`;
  },
  DemandEventCancelled: async (sql, { tenantId, streamId, occurredAt }) => {
    await sql`UPDATE demand_events SET status = 'cancelled', cancelled_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND demand_event_id = ${streamId}`;
  },
  DemandForecastOverridden: async (sql, { tenantId, occurredAt, actor, reason, payload }) => {
    await sql`INSERT INTO demand_overrides (tenant_id, override_id, product_id, location_id, from_day, until_day,
        per_day, factor, status, reason, set_by, set_at)
      VALUES (${tenantId}, ${payload.overrideId}, ${payload.productId}, ${payload.locationId}, ${payload.from},
        ${payload.until}, ${payload.perDay}, ${payload.factor}, 'active', ${documentOrNull(sql, reason)},
        ${document(sql, actor)}, ${occurredAt})`;
  },
  DemandOverrideExpired: async (sql, { tenantId, occurredAt, payload }) => {
    await sql`UPDATE demand_overrides SET status = 'ended', ended_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND override_id = ${payload.overrideId}`;
  },
  DemandOutlierExcluded: (sql, event) => treatDay(sql, event, 'exclude'),
  DemandOutlierRestored: async (sql, event) => {
    const { tenantId, payload } = event;
    if (!payload.automatic) return treatDay(sql, event, 'restore');
    await sql`DELETE FROM demand_exclusions WHERE tenant_id = ${tenantId} AND product_id = ${payload.productId}
      AND location_id = ${payload.locationId} AND day = ${payload.day}`;
  },
  LikeItemChosen: async (sql, { tenantId, occurredAt, actor, payload }) => {
    const { productId, likeProductId, share } = payload;
    if (likeProductId === null || share === null) {
      await sql`DELETE FROM like_items WHERE tenant_id = ${tenantId} AND product_id = ${productId}`;
      return;
    }
    await sql`INSERT INTO like_items (tenant_id, product_id, like_product_id, share, set_by, set_at)
      VALUES (${tenantId}, ${productId}, ${likeProductId}, ${share}, ${document(sql, actor)}, ${occurredAt})
      ON CONFLICT (tenant_id, product_id) DO UPDATE SET like_product_id = excluded.like_product_id,
        share = excluded.share, set_by = excluded.set_by, set_at = excluded.set_at`;
  },
};

async function treatDay(
  sql: Sql,
  event: ParsedEvent<'DemandOutlierExcluded' | 'DemandOutlierRestored'>,
  treatment: 'exclude' | 'restore',
): Promise<void> {
  const { tenantId, occurredAt, actor, payload } = event;
  await sql`INSERT INTO demand_exclusions (tenant_id, product_id, location_id, day, treatment, set_by, set_at)
    VALUES (${tenantId}, ${payload.productId}, ${payload.locationId}, ${payload.day}, ${treatment},
      ${document(sql, actor)}, ${occurredAt})
    ON CONFLICT (tenant_id, product_id, location_id, day) DO UPDATE SET treatment = excluded.treatment,
      set_by = excluded.set_by, set_at = excluded.set_at`;
}
