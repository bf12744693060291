/** Stock on hand and its movements. */
import type { Sql } from '#functions/_kit/database.ts';

import { documentOrNull } from './documents.ts';
import type { ParsedEvent, ProjectionsOf } from './projection.ts';

type StockEventType = 'StockReceived' | 'StockIssued' | 'StockAdjusted' | 'StockMoved' | 'StockImported';

/** How events of stock show in the tables. */
export const stock: ProjectionsOf<StockEventType> = {
  StockReceived: async (sql, event, followUps) => {
    await move(sql, event, 'received');
    followUps.analyse(event.payload.productId);
  },
  StockIssued: async (sql, event, followUps) => {
    await move(sql, event, 'issued');
    followUps.analyse(event.payload.productId);
  },
  StockAdjusted: async (sql, event, followUps) => {
    await move(sql, event, 'adjusted');
    followUps.analyse(event.payload.productId);
  },
  StockMoved: async (sql, event, followUps) => {
    await move(sql, event, 'moved');
    followUps.analyse(event.payload.productId);
  },
  StockImported: async (sql, event, followUps) => {
    await move(sql, event, 'imported');
    // An import asks for one analysis, when it has ended.
    if (event.payload.importId === null) followUps.analyse(event.payload.productId);
  },
};

/** Whether the event becomes a row of `stock_movements`. */
export function isStockEvent(type: string): boolean {
  return Object.hasOwn(stock, type);
}

async function move(sql: Sql, event: ParsedEvent<StockEventType>, kind: string): Promise<void> {
  const { tenantId, eventId, occurredAt, reason, payload } = event;
  await sql`WITH level AS (
      INSERT INTO stock_levels (tenant_id, product_id, location_id, on_hand, changed_at)
      VALUES (${tenantId}, ${payload.productId}, ${payload.locationId}, ${payload.onHandAfter}, ${occurredAt})
      ON CONFLICT (tenant_id, product_id, location_id) DO UPDATE
        SET on_hand = excluded.on_hand, changed_at = excluded.changed_at)
    INSERT INTO stock_movements (tenant_id, occurred_at, movement_id, product_id, location_id, kind,
      quantity, on_hand_before, on_hand_after, reason)
    VALUES (${tenantId}, ${occurredAt}, ${eventId}, ${payload.productId}, ${payload.locationId}, ${kind},
      ${payload.quantity}, ${payload.onHandBefore}, ${payload.onHandAfter}, ${documentOrNull(sql, reason)})`;
}
