/** Purchase orders with their lines and receipts. */
import type { Sql } from '#functions/_kit/database.ts';
import {
  orderActions,
  type PurchaseOrder,
  type PurchaseOrderDetail,
} from '#shared/contracts/api/models/purchasing.ts';
import { hasRole } from '#shared/contracts/roles.ts';
import { purchaseOrderCan } from '#shared/domain/purchasing/purchase-order-can.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { Fragment } from './fragment.ts';
import { selectOrderLines } from './order-lines.ts';
import { orderTimeline } from './order-timeline.ts';
import type { Caller, ReadsOf } from './read.ts';

type Receipt = PurchaseOrderDetail['receipts'][number];
type Discrepancy = PurchaseOrderDetail['discrepancies'][number];
type More = Pick<PurchaseOrderDetail, 'executionId' | 'acknowledgedAt' | 'heldReason'>;

const mostReceipts = 500;

/** Reads of purchasing. */
export const purchasingReads: ReadsOf<
  'listPurchaseOrders' | 'getPurchaseOrder' | 'getPurchaseOrderTimeline'
> = {
  listPurchaseOrders: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('purchase-orders', query.cursor, [keyParts.instant, keyParts.id]);
      const { status, supplierId, productId } = query;
      const rows = await selectOrders(
        sql,
        caller,
        sql`${status === undefined ? sql`` : sql`AND o.status = ${status}`}
          ${supplierId === undefined ? sql`` : sql`AND o.supplier_id = ${supplierId}`}
          ${
            productId === undefined
              ? sql``
              : sql`AND EXISTS (SELECT FROM purchase_order_lines l WHERE l.tenant_id = o.tenant_id
                  AND l.purchase_order_id = o.purchase_order_id AND l.product_id = ${productId})`
          }
          ${
            after === null
              ? sql``
              : sql`AND (o.proposed_at, o.purchase_order_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
          }
          ORDER BY o.proposed_at DESC, o.purchase_order_id DESC LIMIT ${query.limit + 1}`,
      );
      return toPage('purchase-orders', rows, {
        limit: query.limit,
        keyOf: (row) => [row.proposedAt, row.purchaseOrderId],
      });
    }),

  getPurchaseOrder: ({ inTransaction, caller, parameters: { purchaseOrderId } }) =>
    inTransaction(async (sql) => {
      const [[order], lines, receipts, discrepancies, [more]] = await Promise.all([
        selectOrders(sql, caller, sql`AND o.purchase_order_id = ${purchaseOrderId}`),
        selectOrderLines(sql, caller, purchaseOrderId),
        selectReceipts(sql, caller, purchaseOrderId),
        sql<Discrepancy[]>`
          SELECT line_number AS "lineNumber", kind, quantity, recorded_at AS "recordedAt" FROM delivery_discrepancies
          WHERE tenant_id = ${caller.tenantId} AND purchase_order_id = ${purchaseOrderId}
          ORDER BY recorded_at, event_id LIMIT ${mostReceipts}`,
        sql<More[]>`
          SELECT execution_id AS "executionId", acknowledged_at AS "acknowledgedAt", held_reason AS "heldReason"
          FROM purchase_orders
          WHERE tenant_id = ${caller.tenantId} AND purchase_order_id = ${purchaseOrderId}`,
      ]);
      if (order === undefined || more === undefined) return null;
      const actions = hasRole(caller.role, 'operator')
        ? orderActions.filter((action) => action !== 'issue' && purchaseOrderCan(action, order.status))
        : [];
      return { ...order, ...more, lines, receipts, discrepancies, actions };
    }),

  getPurchaseOrderTimeline: async (request) => {
    const items = await orderTimeline(request, request.parameters.purchaseOrderId);
    return items === null ? null : { items };
  },
};

async function selectReceipts(sql: Sql, { tenantId }: Caller, purchaseOrderId: string): Promise<Receipt[]> {
  return sql<Receipt[]>`
    SELECT r.receipt_id AS "receiptId", r.received_at AS "receivedAt", r.received_by AS "receivedBy", r.lines,
      CASE WHEN v.receipt_id IS NOT NULL
        THEN jsonb_build_object('at', v.reversed_at, 'by', v.reversed_by, 'reason', v.reason) END AS reversed
    FROM receipts r LEFT JOIN receipt_reversals v USING (tenant_id, receipt_id)
    WHERE r.tenant_id = ${tenantId} AND r.purchase_order_id = ${purchaseOrderId}
    ORDER BY r.received_at, r.receipt_id LIMIT ${mostReceipts}`;
}

async function selectOrders(
  sql: Sql,
  { tenantId, seesCosts }: Caller,
  rest: Fragment,
): Promise<readonly PurchaseOrder[]> {
  return sql<PurchaseOrder[]>`
    SELECT o.purchase_order_id AS "purchaseOrderId", o.number, o.status, o.revision, o.supplier_id AS "supplierId",
      s.name AS "supplierName", o.location_id AS "locationId", l.name AS "locationName",
      CASE WHEN ${seesCosts}::boolean
        THEN jsonb_build_object('amountMinor', o.value_minor, 'currency', o.currency) END AS value,
      (SELECT count(*) FROM purchase_order_lines pl WHERE pl.tenant_id = o.tenant_id
        AND pl.purchase_order_id = o.purchase_order_id) AS "lineCount",
      o.approval_id AS "approvalId", o.proposed_at AS "proposedAt", o.approved_at AS "approvedAt",
      o.approved_by AS "approvedBy", coalesce(m.display_name, o.approved_by) AS "approvedByName",
      o.issued_at AS "issuedAt", o.postponed_until::date AS "postponedUntil",
      o.expected_at::date AS "expectedAt"
    FROM purchase_orders o
    JOIN suppliers s USING (tenant_id, supplier_id)
    JOIN locations l USING (tenant_id, location_id)
    LEFT JOIN memberships m ON m.tenant_id = o.tenant_id AND m.sub = o.approved_by
    WHERE o.tenant_id = ${tenantId} ${rest}`;
}
