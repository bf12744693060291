/** undoDecision: takes a decision back within its window; the approval waits again. */
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { PurchaseOrderStatus } from '#shared/contracts/api/models/purchasing.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';
import { accept, reject } from '#shared/domain/decider.ts';
import { evolvePurchaseOrder, type PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';

import { type ApprovalRow, lockApproval, noApproval } from './approval-row.ts';
import { orderWrite } from './order-streams.ts';
import { writeAccepted } from './write-accepted.ts';

/** Statuses that a decision leads to; past them something has happened that undoing would not take back. */
const undoable: readonly PurchaseOrderStatus[] = ['Approved', 'PendingApproval', 'Postponed', 'Rejected'];

/** Only whoever decided may take it back, and only until `undoUntil`. */
export async function undoDecision(services: Services, context: CommandContext): Promise<CommandResult> {
  return inTransaction(services, context, async (unit) => {
    const locked = await lockApproval(unit, context.parameters['approvalId'] ?? '');
    if (locked === null) return noApproval;
    const undoing = { context, ...locked };
    return locked.approval.status === 'PENDING' ? undoGrant(unit, undoing) : undoSettled(unit, undoing);
  });
}

type Undoing = {
  readonly context: CommandContext;
  readonly approval: ApprovalRow;
  readonly order: PurchaseOrderState;
};

async function undoSettled(unit: UnitOfWork, { context, approval, order }: Undoing): Promise<CommandResult> {
  const { approvalId, revision, decision } = approval;
  if (approval.status !== 'DECIDED' || decision === null)
    return reject(409, 'There is no decision to take back');
  if (approval.decidedBy !== context.actor.id)
    return reject(403, 'Only the person who decided can take it back');
  if (approval.undoUntil === null || Date.parse(approval.undoUntil) <= context.now.getTime()) {
    return reject(409, 'The time to take it back is over', { extra: { undoUntil: approval.undoUntil } });
  }
  if (!undoable.includes(order.status)) {
    return reject(409, 'The order went on meanwhile', { detail: `${order.number} is ${order.status}` });
  }
  const lines = decision === 'amend' ? await linesBefore(unit, approval) : null;
  const undone: DomainEvent = {
    type: 'DecisionUndone',
    payload: { approvalId, revision, decision, lines },
  };
  const events = await unit.append([
    orderWrite(approval.purchaseOrderId, accept(order, [undone], evolvePurchaseOrder)),
  ]);
  await reopen(unit, approval);
  return writeAccepted(events);
}

/** One of several grants, while the others are still to come. */
async function undoGrant(unit: UnitOfWork, { context, approval, order }: Undoing): Promise<CommandResult> {
  const { approvalId, revision, purchaseOrderId } = approval;
  const taken = await unit.sql`
    DELETE FROM approval_votes WHERE tenant_id = current_tenant() AND approval_id = ${approvalId}
      AND sub = ${context.actor.id} AND undo_until > ${context.now.toISOString()} RETURNING sub`;
  if (taken.length === 0) return reject(409, 'There is no decision to take back');
  const undone: DomainEvent = {
    type: 'DecisionUndone',
    payload: { approvalId, revision, decision: 'approve', lines: null },
  };
  return writeAccepted(
    await unit.append([orderWrite(purchaseOrderId, accept(order, [undone], evolvePurchaseOrder))]),
  );
}

async function linesBefore(unit: UnitOfWork, approval: ApprovalRow): Promise<PurchaseOrderLine[]> {
  const [amended] = await unit.sql<{ before: PurchaseOrderLine[] }[]>`
    SELECT payload -> 'before' AS before FROM events
    WHERE tenant_id = current_tenant() AND stream_id = ${approval.purchaseOrderId} AND type = 'PurchaseOrderAmended'
    ORDER BY stream_version DESC LIMIT 1`;
  if (amended === undefined) throw new Error(`order ${approval.purchaseOrderId} was never amended`);
  return amended.before;
}

async function reopen(unit: UnitOfWork, { approvalId, decidedBy }: ApprovalRow): Promise<void> {
  await unit.sql`
    UPDATE approvals SET status = 'PENDING', decision = NULL, decision_event_id = NULL, decided_by = NULL,
      decided_at = NULL, undo_until = NULL, reason = NULL, lines = NULL, wake = NULL, resumed_at = NULL
    WHERE tenant_id = current_tenant() AND approval_id = ${approvalId} AND status = 'DECIDED'`;
  await unit.sql`
    DELETE FROM approval_votes
    WHERE tenant_id = current_tenant() AND approval_id = ${approvalId} AND sub = ${decidedBy}`;
}
