/** cancelPurchaseOrder: calls an order off, with the approval it may be waiting for. */
import { readTenantDay } from '#functions/_kit/facts.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { Reason } from '#shared/contracts/events/envelope.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, reject } from '#shared/domain/decider.ts';
import { evolvePurchaseOrder } from '#shared/domain/purchasing/purchase-order.ts';
import { purchaseOrderCan } from '#shared/domain/purchasing/purchase-order-can.ts';

import { endApproval } from './approval-row.ts';
import { lockOrder, noOrder, orderWrite } from './order-streams.ts';
import { settleOrder } from './settle-order.ts';
import { writeAccepted } from './write-accepted.ts';

/** Cancels the order of the path; after a receipt it has to be closed short instead. */
export async function cancelPurchaseOrder(
  services: Services,
  context: CommandContext,
  input: { readonly reason: Reason },
): Promise<CommandResult> {
  const purchaseOrderId = context.parameters['purchaseOrderId'] ?? '';
  return inTransaction(services, context, async (unit) => {
    const order = await lockOrder(unit, purchaseOrderId);
    if (order === null) return noOrder;
    if (!purchaseOrderCan('cancel', order.status)) {
      return reject(409, 'This order cannot be called off', { detail: `${order.number} is ${order.status}` });
    }
    const { approvalId } = order;
    const end = { status: 'CANCELLED', by: context.actor.id, at: context.now } as const;
    const wasWaiting = approvalId !== null && (await endApproval(unit, approvalId, end));
    const cancelled: DomainEvent = {
      type: 'PurchaseOrderCancelled',
      payload: { approvalId: wasWaiting ? approvalId : null },
    };
    const events = await unit.append([
      orderWrite(purchaseOrderId, accept(order, [cancelled], evolvePurchaseOrder), { reason: input.reason }),
    ]);
    const { today } = await readTenantDay(unit.sql);
    await settleOrder(
      unit,
      { ...order, purchaseOrderId },
      {
        outcome: 'cancelled',
        suppressedUntil: today,
        tenantId: context.tenantId,
      },
    );
    return writeAccepted(events);
  });
}
