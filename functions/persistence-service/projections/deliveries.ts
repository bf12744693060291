/** Orders between their issue and their goods, and receipts that were taken back (the stream's id is the order's). */
import type { Sql } from '#functions/_kit/database.ts';
import type { ReceiptLine } from '#shared/contracts/events/purchasing.ts';

import { documentOrNull, document } from './documents.ts';
import { analyseProductsOf } from './order-lines.ts';
import { showsNowhere, type ParsedEvent, type ProjectionsOf } from './projection.ts';

/** How what happens to orders on their way shows in the tables. */
export const deliveries: ProjectionsOf<
  | 'PurchaseOrderAcknowledged'
  | 'PurchaseOrderRescheduled'
  | 'PurchaseOrderHeld'
  | 'PurchaseOrderReleased'
  | 'PurchaseOrderCommented'
  | 'GoodsRejected'
  | 'GoodsReceiptReversed'
  | 'DeliveryDiscrepancyRecorded'
> = {
  PurchaseOrderAcknowledged: async (sql, event, followUps) => {
    const { tenantId, streamId, occurredAt, payload } = event;
    await sql`UPDATE purchase_orders SET status = 'Acknowledged', acknowledged_at = ${occurredAt},
        expected_at = ${payload.promisedDate}, changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
    await analyseProductsOf(sql, event, followUps);
  },
  PurchaseOrderRescheduled: async (sql, event, followUps) => {
    const { tenantId, streamId, occurredAt, payload } = event;
    await sql`UPDATE purchase_orders SET expected_at = ${payload.to}, changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
    await analyseProductsOf(sql, event, followUps);
  },
  PurchaseOrderHeld: async (sql, { tenantId, streamId, occurredAt, reason }) => {
    await sql`UPDATE purchase_orders SET status = 'OnHold', held_reason = ${documentOrNull(sql, reason)},
        changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
  },
  PurchaseOrderReleased: async (sql, { tenantId, streamId, occurredAt, payload }) => {
    await sql`UPDATE purchase_orders SET status = ${payload.status}, held_reason = NULL, changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
  },
  // The trail and the timeline show it.
  PurchaseOrderCommented: showsNowhere,
  // The discrepancy beside it is what is counted.
  GoodsRejected: showsNowhere,
  GoodsReceiptReversed: async (sql, event, followUps) => {
    await reverse(sql, event);
    await analyseProductsOf(sql, event, followUps);
  },
  DeliveryDiscrepancyRecorded: async (sql, { tenantId, streamId, eventId, occurredAt, payload }) => {
    await sql`INSERT INTO delivery_discrepancies
        (tenant_id, event_id, purchase_order_id, line_number, kind, quantity, recorded_at)
      VALUES (${tenantId}, ${eventId}, ${streamId}, ${payload.lineNumber}, ${payload.kind}, ${payload.quantity},
        ${occurredAt})`;
  },
};

async function reverse(sql: Sql, event: ParsedEvent<'GoodsReceiptReversed'>): Promise<void> {
  const { tenantId, streamId, occurredAt, actor, reason, payload } = event;
  await sql`INSERT INTO receipt_reversals (tenant_id, receipt_id, purchase_order_id, reversed_at, reversed_by, reason)
    VALUES (${tenantId}, ${payload.receiptId}, ${streamId}, ${occurredAt}, ${document(sql, actor)},
      ${documentOrNull(sql, reason)})`;
  // A receipt may name a line twice; an UPDATE takes one row of its source per target.
  await sql`UPDATE purchase_order_lines AS line SET
      received_quantity = line.received_quantity - receipt.quantity, cancelled_quantity = 0
    FROM (SELECT line_number, sum(quantity) AS quantity
      FROM unnest(${numbersOf(payload.lines)}::int[], ${quantitiesOf(payload.lines)}::numeric[])
        AS r(line_number, quantity) GROUP BY line_number) AS receipt
    WHERE line.tenant_id = ${tenantId} AND line.purchase_order_id = ${streamId}
      AND line.line_number = receipt.line_number`;
  // What was closed short is expected again.
  await sql`UPDATE purchase_order_lines SET cancelled_quantity = 0
    WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
  await sql`UPDATE purchase_orders SET status = ${payload.status}, closed_at = NULL, changed_at = ${occurredAt}
    WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
}

const numbersOf = (lines: readonly ReceiptLine[]): number[] => lines.map((line) => line.lineNumber);
const quantitiesOf = (lines: readonly ReceiptLine[]): number[] => lines.map((line) => line.quantity);
