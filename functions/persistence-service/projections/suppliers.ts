/** Suppliers (the stream's id is the supplier's) and their terms per product. */
import type { Sql } from '#functions/_kit/database.ts';

import type { FollowUps } from './follow-ups.ts';
import type { ParsedEvent, ProjectionsOf } from './projection.ts';

/** How events of suppliers show in the tables. */
export const suppliers: ProjectionsOf<
  | 'SupplierRegistered'
  | 'SupplierDetailsChanged'
  | 'SupplierHeld'
  | 'SupplierReleased'
  | 'SupplierTermsChanged'
> = {
  SupplierRegistered: async (sql, { tenantId, streamId, occurredAt, payload }) => {
    await sql`INSERT INTO suppliers (tenant_id, supplier_id, name, currency, lead_time_days, status, created_at)
      VALUES (${tenantId}, ${streamId}, ${payload.name}, ${payload.currency}, ${payload.leadTimeDays},
        'active', ${occurredAt})`;
  },
  SupplierDetailsChanged: async (sql, { tenantId, streamId, payload: { after } }) => {
    await sql`UPDATE suppliers SET
        name = coalesce(${after.name ?? null}, name),
        currency = coalesce(${after.currency ?? null}, currency),
        lead_time_days = coalesce(${after.leadTimeDays ?? null}, lead_time_days)
      WHERE tenant_id = ${tenantId} AND supplier_id = ${streamId}`;
  },
  SupplierHeld: (sql, event, followUps) => setStatus(sql, { event, status: 'held', followUps }),
  SupplierReleased: (sql, event, followUps) => setStatus(sql, { event, status: 'active', followUps }),
  SupplierTermsChanged: async (sql, { tenantId, occurredAt, payload }, followUps) => {
    const { supplierId, productId, after } = payload;
    await sql`INSERT INTO supplier_terms (tenant_id, supplier_id, product_id, unit_price_minor, currency, lead_time_days,
        lead_time_standard_deviation, minimum_order_quantity, order_multiple, rank, changed_at)
      VALUES (${tenantId}, ${supplierId}, ${productId}, ${after.unitPriceMinor}, ${after.currency},
        ${after.leadTimeDays}, ${after.leadTimeStandardDeviation}, ${after.minimumOrderQuantity},
        ${after.orderMultiple}, ${after.rank}, ${occurredAt})
      ON CONFLICT (tenant_id, supplier_id, product_id) DO UPDATE SET
        unit_price_minor = excluded.unit_price_minor, currency = excluded.currency,
        lead_time_days = excluded.lead_time_days,
        lead_time_standard_deviation = excluded.lead_time_standard_deviation,
        minimum_order_quantity = excluded.minimum_order_quantity, order_multiple = excluded.order_multiple,
        rank = excluded.rank, changed_at = excluded.changed_at`;
    followUps.analyse(productId);
  },
};

type StatusChange = {
  readonly event: ParsedEvent<'SupplierHeld' | 'SupplierReleased'>;
  readonly status: 'active' | 'held';
  readonly followUps: FollowUps;
};

async function setStatus(sql: Sql, { event, status, followUps }: StatusChange): Promise<void> {
  await sql`UPDATE suppliers SET status = ${status}
    WHERE tenant_id = ${event.tenantId} AND supplier_id = ${event.streamId}`;
  followUps.analyseAll();
}
