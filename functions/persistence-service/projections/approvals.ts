/** Decisions on purchase orders (the stream's id is the order's); the approval itself is written when it is decided. */
import type { Sql } from '#functions/_kit/database.ts';
import { orderValueMinor } from '#shared/domain/purchasing/order-value.ts';

import { document, documentOrNull } from './documents.ts';
import { analyseProductsOf, replaceLines } from './order-lines.ts';
import { showsNowhere, type ParsedEvent, type ProjectionsOf } from './projection.ts';

/** How events of approvals show in the tables. */
export const approvals: ProjectionsOf<
  | 'PurchaseOrderApprovalGranted'
  | 'PurchaseOrderApproved'
  | 'PurchaseOrderRejected'
  | 'PurchaseOrderAmended'
  | 'PurchaseOrderPostponed'
  | 'PurchaseOrderPostponementEnded'
  | 'DecisionUndone'
  | 'ApprovalReminderSent'
  | 'ApprovalEscalated'
  | 'ApprovalExtended'
  | 'ApprovalExpired'
  | 'StaleDecisionRefused'
> = {
  PurchaseOrderApprovalGranted: showsNowhere,
  PurchaseOrderApproved: async (sql, { tenantId, streamId, occurredAt, actor, payload }) => {
    const approvedBy = payload.auto ? 'policy' : actor.id;
    await sql`UPDATE purchase_orders SET status = 'Approved', approved_at = ${occurredAt}, approved_by = ${approvedBy},
        changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
  },
  PurchaseOrderRejected: async (sql, event, followUps) => {
    const { tenantId, streamId, occurredAt } = event;
    await sql`UPDATE purchase_orders SET status = 'Rejected', closed_at = ${occurredAt}, changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
    await analyseProductsOf(sql, event, followUps);
  },
  PurchaseOrderAmended: amend,
  PurchaseOrderPostponed: async (sql, { tenantId, streamId, occurredAt, payload }) => {
    await sql`UPDATE purchase_orders SET status = 'Postponed', postponed_until = ${payload.wake.until},
        changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
  },
  PurchaseOrderPostponementEnded: async (sql, { tenantId, streamId, occurredAt }) => {
    await sql`UPDATE purchase_orders SET status = 'Proposed', postponed_until = NULL, changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
  },
  DecisionUndone: undo,
  // The approval's own row, written with the event, shows them.
  ApprovalReminderSent: showsNowhere,
  ApprovalEscalated: showsNowhere,
  ApprovalExtended: showsNowhere,
  // The order waits on until its workflow has decided what follows.
  ApprovalExpired: showsNowhere,
  StaleDecisionRefused: showsNowhere,
};

async function amend(sql: Sql, event: ParsedEvent<'PurchaseOrderAmended'>): Promise<void> {
  const { tenantId, streamId, occurredAt, reason, payload } = event;
  const { revision, before, after } = payload;
  // After an undone amendment the revision says the same again.
  await sql`INSERT INTO purchase_order_revisions
      (tenant_id, purchase_order_id, revision, lines, value_minor, reason, changed_at)
    VALUES (${tenantId}, ${streamId}, ${revision - 1}, ${document(sql, before)}, ${orderValueMinor(before)},
      ${documentOrNull(sql, reason)}, ${occurredAt})
    ON CONFLICT (tenant_id, purchase_order_id, revision) DO NOTHING`;
  await replaceLines(sql, event, after);
  await sql`UPDATE purchase_orders SET status = 'PendingApproval', revision = ${revision},
      value_minor = ${orderValueMinor(after)}, changed_at = ${occurredAt}
    WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
}

async function undo(sql: Sql, event: ParsedEvent<'DecisionUndone'>): Promise<void> {
  const { tenantId, streamId, occurredAt, payload } = event;
  const value = payload.lines === null ? null : orderValueMinor(payload.lines);
  if (payload.lines !== null) await replaceLines(sql, event, payload.lines);
  await sql`UPDATE purchase_orders SET status = 'PendingApproval', revision = ${payload.revision},
      value_minor = coalesce(${value}, value_minor), approved_at = NULL, approved_by = NULL, postponed_until = NULL,
      closed_at = NULL, changed_at = ${occurredAt}
    WHERE tenant_id = ${tenantId} AND purchase_order_id = ${streamId}`;
}
