/** Purchase orders (the stream's id is the order's) from the proposal to the last receipt. */
import { orderValueMinor } from '#shared/domain/purchasing/order-value.ts';

import { document } from './documents.ts';
import { analyseProductsOf, cancelOpenQuantities, replaceLines } from './order-lines.ts';
import type { ProjectionsOf } from './projection.ts';

/** How events of purchasing show in the tables. */
export const purchasing: ProjectionsOf<
  | 'PurchaseOrderProposed'
  | 'PurchaseOrderApprovalRequested'
  | 'PurchaseOrderIssued'
  | 'GoodsReceived'
  | 'PurchaseOrderPartiallyReceived'
  | 'PurchaseOrderReceived'
  | 'PurchaseOrderClosed'
  | 'PurchaseOrderCancelled'
> = {
  PurchaseOrderProposed: async (sql, event) => {
    const { tenantId, streamId, occurredAt, executionId, payload } = event;
    await sql`INSERT INTO purchase_orders (tenant_id, purchase_order_id, number, supplier_id, location_id, status,
        revision, currency, value_minor, execution_id, proposed_at, changed_at)
      VALUES (${tenantId}, ${streamId}, ${payload.number}, ${payload.supplierId}, ${payload.locationId}, 'Proposed',
        1, ${payload.currency}, ${orderValueMinor(payload.lines)}, ${executionId}, ${occurredAt}, ${occurredAt})`;
    await replaceLines(sql, event, payload.lines);
  },
  PurchaseOrderApprovalRequested: async (sql, { tenantId, streamId, occurredAt, executionId, payload }) => {
    // A later round is another execution's; the order shows the one that asks.
    await sql`UPDATE purchase_orders SET status = 'PendingApproval', approval_id = ${payload.approvalId},
        revision = ${payload.revision}, execution_id = coalesce(${executionId}, execution_id), changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
  },
  PurchaseOrderIssued: async (sql, event, followUps) => {
    const { tenantId, streamId, occurredAt, payload } = event;
    await sql`UPDATE purchase_orders SET status = 'Issued', issued_at = ${occurredAt},
        expected_at = ${payload.expectedAt}, changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
    await analyseProductsOf(sql, event, followUps);
  },
  GoodsReceived: async (sql, { tenantId, streamId, occurredAt, actor, payload: { receiptId, lines } }) => {
    await sql`INSERT INTO receipts (tenant_id, receipt_id, purchase_order_id, received_at, received_by, lines)
      VALUES (${tenantId}, ${receiptId}, ${streamId}, ${occurredAt}, ${document(sql, actor)}, ${document(sql, lines)})`;
    // A receipt may name a line twice; an UPDATE takes one row of its source per target.
    await sql`UPDATE purchase_order_lines AS line SET received_quantity = line.received_quantity + receipt.quantity
      FROM (SELECT line_number, sum(quantity) AS quantity
        FROM unnest(${lines.map((line) => line.lineNumber)}::int[], ${lines.map((line) => line.quantity)}::numeric[])
          AS r(line_number, quantity) GROUP BY line_number) AS receipt
      WHERE line.tenant_id = ${tenantId} AND line.purchase_order_id = ${streamId}
        AND line.line_number = receipt.line_number`;
    await sql`UPDATE purchase_orders SET changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
  },
  PurchaseOrderPartiallyReceived: async (sql, event, followUps) => {
    const { tenantId, streamId, occurredAt } = event;
    await sql`UPDATE purchase_orders SET status = 'PartiallyReceived', changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
    await analyseProductsOf(sql, event, followUps);
  },
  PurchaseOrderReceived: async (sql, event, followUps) => {
    const { tenantId, streamId, occurredAt } = event;
    await sql`UPDATE purchase_orders SET status = 'Received', changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
    await analyseProductsOf(sql, event, followUps);
  },
  PurchaseOrderClosed: async (sql, event, followUps) => {
    const { tenantId, streamId, occurredAt } = event;
    await cancelOpenQuantities(sql, event);
    await sql`UPDATE purchase_orders SET status = 'Closed', closed_at = ${occurredAt}, changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
    await analyseProductsOf(sql, event, followUps);
  },
  PurchaseOrderCancelled: async (sql, event, followUps) => {
    const { tenantId, streamId, occurredAt } = event;
    await cancelOpenQuantities(sql, event);
    await sql`UPDATE purchase_orders SET status = 'Cancelled', closed_at = ${occurredAt}, changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
    await analyseProductsOf(sql, event, followUps);
  },
};
