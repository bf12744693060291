/** Products (the stream's id is the product's) and locations. */
import type { Sql } from '#functions/_kit/database.ts';

import type { FollowUps } from './follow-ups.ts';
import type { ParsedEvent, ProjectionsOf } from './projection.ts';

/** How events of products and locations show in the tables. */
export const catalogue: ProjectionsOf<
  | 'NewProductScheduled'
  | 'ProductDetailsChanged'
  | 'ProductDiscontinued'
  | 'ProductActivated'
  | 'LocationOpened'
> = {
  NewProductScheduled: async (sql, { tenantId, streamId, occurredAt, payload }) => {
    await sql`INSERT INTO products
        (tenant_id, product_id, sku, name, unit, category, unit_cost_minor, currency, status, created_at)
      VALUES (${tenantId}, ${streamId}, ${payload.sku}, ${payload.name}, ${payload.unit}, ${payload.category},
        ${payload.unitCostMinor}, ${payload.currency}, 'active', ${occurredAt})`;
  },
  ProductDetailsChanged: async (sql, { tenantId, streamId, payload: { after } }) => {
    await sql`UPDATE products SET
        name = coalesce(${after.name ?? null}, name),
        unit = coalesce(${after.unit ?? null}, unit),
        category = coalesce(${after.category ?? null}, category),
        -- A cost may become unknown, so that absent and null differ.
        unit_cost_minor = CASE WHEN ${'unitCostMinor' in after}::boolean
          THEN ${after.unitCostMinor ?? null} ELSE unit_cost_minor END,
        currency = coalesce(${after.currency ?? null}, currency)
      WHERE tenant_id = ${tenantId} AND product_id = ${streamId}`;
  },
  ProductDiscontinued: (sql, event, followUps) =>
    setStatus(sql, { event, status: 'discontinued', followUps }),
  ProductActivated: (sql, event, followUps) => setStatus(sql, { event, status: 'active', followUps }),
  LocationOpened: async (sql, { tenantId, streamId, occurredAt, payload }) => {
    await sql`INSERT INTO locations (tenant_id, location_id, name, status, opened_at)
      VALUES (${tenantId}, ${streamId}, ${payload.name}, 'open', ${occurredAt})`;
  },
};

type StatusChange = {
  readonly event: ParsedEvent<'ProductDiscontinued' | 'ProductActivated'>;
  readonly status: 'active' | 'discontinued';
  readonly followUps: FollowUps;
};

async function setStatus(sql: Sql, { event, status, followUps }: StatusChange): Promise<void> {
  await sql`UPDATE products SET status = ${status}
    WHERE tenant_id = ${event.tenantId} AND product_id = ${event.streamId}`;
  followUps.analyse(event.streamId);
}
