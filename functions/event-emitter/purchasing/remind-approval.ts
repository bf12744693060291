/** RemindApproval and EscalateApproval: nobody has decided yet, so people are told; each is done once. */
import * as v from 'valibot';

import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { accept } from '#shared/domain/decider.ts';
import { evolvePurchaseOrder } from '#shared/domain/purchasing/purchase-order.ts';

import { type ApprovalRow, lockApproval } from './approval-row.ts';
import { orderWrite } from './order-streams.ts';

const Input = v.strictObject({ approvalId: Uuid });

type Telling = {
  /** False where it was done before. */
  readonly mark: (unit: UnitOfWork, approvalId: string) => Promise<boolean>;
  readonly event: (approval: Pick<ApprovalRow, 'approvalId' | 'revision'>) => DomainEvent;
};

/** Reminds those who may decide. */
export function remindApproval(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  return tell(services, context, {
    input,
    mark: markReminded,
    event: (approval) => ({ type: 'ApprovalReminderSent', payload: approval }),
  });
}

/** Tells the admins too; whoever may decide still may. */
export function escalateApproval(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  return tell(services, context, {
    input,
    mark: markEscalated,
    event: (approval) => ({ type: 'ApprovalEscalated', payload: { ...approval, to: 'admin' } }),
  });
}

async function tell(
  services: Services,
  context: CommandContext,
  { input, mark, event }: Telling & { readonly input: unknown },
): Promise<CommandResult> {
  const { approvalId } = v.parse(Input, input);
  return inTransaction(services, context, async (unit) => {
    const locked = await lockApproval(unit, approvalId);
    if (locked === null || locked.approval.status !== 'PENDING' || !(await mark(unit, approvalId)))
      return { status: 200, body: { told: false } };
    const { approval, order } = locked;
    const told = event({ approvalId, revision: approval.revision });
    await unit.append([orderWrite(approval.purchaseOrderId, accept(order, [told], evolvePurchaseOrder))]);
    return { status: 200, body: { told: true } };
  });
}

async function markReminded(unit: UnitOfWork, approvalId: string): Promise<boolean> {
  const rows = await unit.sql`UPDATE approvals SET reminded_at = now()
    WHERE tenant_id = current_tenant() AND approval_id = ${approvalId} AND reminded_at IS NULL RETURNING 1`;
  if (rows.length === 1) await askForMail(unit, approvalId, 'approval-reminder');
  return rows.length === 1;
}

/** Notes that the admins are told, and has a mail sent; false where that was done before. */
export async function markEscalated(unit: UnitOfWork, approvalId: string): Promise<boolean> {
  const rows = await unit.sql`UPDATE approvals SET escalated_at = now()
    WHERE tenant_id = current_tenant() AND approval_id = ${approvalId} AND escalated_at IS NULL RETURNING 1`;
  if (rows.length === 1) await askForMail(unit, approvalId, 'approval-escalated');
  return rows.length === 1;
}

/** Has the sweeper send a mail of this kind about the approval, once. */
export async function askForMail(
  unit: UnitOfWork,
  approvalId: string,
  kind: 'approval-requested' | 'approval-reminder' | 'approval-escalated',
): Promise<void> {
  await unit.sql`INSERT INTO approval_mails (tenant_id, approval_id, kind)
    VALUES (current_tenant(), ${approvalId}, ${kind}) ON CONFLICT DO NOTHING`;
}
