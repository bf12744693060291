/** ExpireApproval: nobody decided in time, so the order is called off, or policy gives as much time once more. */
import * as v from 'valibot';

import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { accept } from '#shared/domain/decider.ts';
import { evolvePurchaseOrder, type PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';

import { type ApprovalRow, endApproval, lockApproval } from './approval-row.ts';
import { orderWrite } from './order-streams.ts';
import { markEscalated } from './remind-approval.ts';

const Input = v.strictObject({ approvalId: Uuid });

type Overdue = { readonly approval: ApprovalRow; readonly order: PurchaseOrderState };

/** Expires a pending approval; one that is decided, or has time left, stays as it is. */
export async function expireApproval(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  const { approvalId } = v.parse(Input, input);
  return inTransaction(services, context, async (unit) => {
    const locked = await lockApproval(unit, approvalId);
    if (locked === null || !locked.approval.isOver || locked.approval.status !== 'PENDING')
      return { status: 200, body: { expired: false } };
    const { approval, order } = locked;
    if (approval.policy.onExpiry === 'escalate' && approval.extendedAt === null) {
      await extend(unit, locked, context.now);
      return { status: 200, body: { expired: false } };
    }
    await endApproval(unit, approvalId, { status: 'EXPIRED', by: context.actor.id, at: context.now });
    const events: DomainEvent[] = [
      { type: 'ApprovalExpired', payload: { approvalId, revision: approval.revision } },
      { type: 'PurchaseOrderCancelled', payload: { approvalId } },
    ];
    const reason = { code: 'other', text: 'nobody decided in time' } as const;
    await unit.append([
      orderWrite(approval.purchaseOrderId, accept(order, events, evolvePurchaseOrder), { reason }),
    ]);
    return { status: 200, body: { expired: true } };
  });
}

/** Gives as much time as there was; the admins are told where they were not before. */
async function extend(unit: UnitOfWork, { approval, order }: Overdue, now: Date): Promise<void> {
  const { approvalId, revision, policy, purchaseOrderId } = approval;
  const expiresAt = new Date(now.getTime() + policy.expireAfterHours * 3_600_000).toISOString();
  await unit.sql`UPDATE approvals SET expires_at = ${expiresAt}, extended_at = now()
    WHERE tenant_id = current_tenant() AND approval_id = ${approvalId}`;
  const escalated: DomainEvent[] = (await markEscalated(unit, approvalId))
    ? [{ type: 'ApprovalEscalated', payload: { approvalId, revision, to: 'admin' } }]
    : [];
  const extended: DomainEvent = { type: 'ApprovalExtended', payload: { approvalId, revision, expiresAt } };
  await unit.append([
    orderWrite(purchaseOrderId, accept(order, [...escalated, extended], evolvePurchaseOrder)),
  ]);
}
