/** Brings a postponed order back when one of its conditions holds, and asks for its next decision. */
import { wakeConditionNow } from '#functions/_kit/postponed-orders.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept } from '#shared/domain/decider.ts';
import { evolvePurchaseOrder } from '#shared/domain/purchasing/purchase-order.ts';

import { lockOrder, orderWrite } from './order-streams.ts';

type Waking = { readonly tenantId: string; readonly purchaseOrderId: string; readonly today: string };

/** Judges the conditions again under the order's lock: it wakes once, whoever noticed it first. */
export async function wakeOrder(
  unit: UnitOfWork,
  { tenantId, purchaseOrderId, today }: Waking,
): Promise<void> {
  const order = await lockOrder(unit, purchaseOrderId);
  if (order?.status !== 'Postponed' || order.wake === null) return;
  const { wake } = order;
  const condition = await wakeConditionNow(unit.sql, { order: { ...order, wake } }, today);
  if (condition === null) return;
  const ended: DomainEvent = { type: 'PurchaseOrderPostponementEnded', payload: { condition } };
  await unit.append([orderWrite(purchaseOrderId, accept(order, [ended], evolvePurchaseOrder))]);
  await unit.requestStart({
    machine: 'purchase-order-decision',
    subjectKey: `order:${purchaseOrderId}`,
    input: { tenantId, purchaseOrderId },
  });
}
