/** ExpireApproval: nobody decided in time, so the order is called off. */
import * as v from 'valibot';

import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { accept } from '#shared/domain/decider.ts';
import { evolvePurchaseOrder } from '#shared/domain/purchasing/purchase-order.ts';

import { endApproval, lockApproval } from './approval-row.ts';
import { orderWrite } from './order-streams.ts';

const Input = v.strictObject({ approvalId: Uuid });

/** Expires a pending approval; one that is decided stays as it is. */
export async function expireApproval(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  const { approvalId } = v.parse(Input, input);
  return inTransaction(services, context, async (unit) => {
    const locked = await lockApproval(unit, approvalId);
    const end = { status: 'EXPIRED', by: context.actor.id, at: context.now } as const;
    if (locked === null || !(await endApproval(unit, approvalId, end))) {
      return { status: 200, body: { expired: false } };
    }
    const { approval, order } = locked;
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
