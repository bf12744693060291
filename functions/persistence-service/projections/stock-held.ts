/** What of the stock on hand is promised or set apart. */
import type { Sql } from '#functions/_kit/database.ts';

import { document } from './documents.ts';
import type { ParsedEvent, ProjectionsOf } from './projection.ts';

/** How reservations and quarantine show in the tables. */
export const stockHeld: ProjectionsOf<
  'StockAllocated' | 'StockAllocationReleased' | 'StockQuarantined' | 'StockReleasedFromQuarantine'
> = {
  StockAllocated: async (sql, event, followUps) => {
    const { tenantId, occurredAt, actor, payload } = event;
    await sql`INSERT INTO stock_reservations (tenant_id, reservation_id, product_id, location_id, quantity, reference,
        until_day, status, reserved_by, reserved_at)
      VALUES (${tenantId}, ${payload.reservationId}, ${payload.productId}, ${payload.locationId},
        ${payload.quantity}, ${payload.reference}, ${payload.until}, 'held', ${document(sql, actor)}, ${occurredAt})`;
    await setAllocated(sql, event);
    followUps.analyse(payload.productId);
  },
  StockAllocationReleased: async (sql, event, followUps) => {
    const { tenantId, occurredAt, payload } = event;
    await sql`UPDATE stock_reservations SET status = ${payload.because}, ended_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND reservation_id = ${payload.reservationId}`;
    await setAllocated(sql, event);
    followUps.analyse(payload.productId);
  },
  StockQuarantined: async (sql, event, followUps) => {
    await setQuarantined(sql, event);
    followUps.analyse(event.payload.productId);
  },
  StockReleasedFromQuarantine: async (sql, event, followUps) => {
    await setQuarantined(sql, event);
    followUps.analyse(event.payload.productId);
  },
};

// Only stock that came in can be held, so the row of its level is there.
async function setAllocated(
  sql: Sql,
  { tenantId, occurredAt, payload }: ParsedEvent<'StockAllocated' | 'StockAllocationReleased'>,
): Promise<void> {
  await sql`UPDATE stock_levels SET allocated = ${payload.allocatedAfter}, changed_at = ${occurredAt}
    WHERE tenant_id = ${tenantId} AND product_id = ${payload.productId} AND location_id = ${payload.locationId}`;
}

async function setQuarantined(
  sql: Sql,
  { tenantId, occurredAt, payload }: ParsedEvent<'StockQuarantined' | 'StockReleasedFromQuarantine'>,
): Promise<void> {
  await sql`UPDATE stock_levels SET quarantined = ${payload.quarantinedAfter}, changed_at = ${occurredAt}
    WHERE tenant_id = ${tenantId} AND product_id = ${payload.productId} AND location_id = ${payload.locationId}`;
}
