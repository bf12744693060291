/** What people do with an order between its issue and its goods. */
import { readTenantDay } from '#functions/_kit/facts.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { InputOf } from '#functions/event-emitter/command-table.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { Reason } from '#shared/contracts/events/envelope.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, reject, type Decision } from '#shared/domain/decider.ts';
import { careForOrder, type OrderCare } from '#shared/domain/purchasing/care-for-order.ts';
import { evolvePurchaseOrder, type PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';
import { closeShort } from '#shared/domain/purchasing/receive-goods.ts';

import { expectedDay } from './issue-order.ts';
import { lockOrder, noOrder, orderWrite } from './order-streams.ts';
import { writeAccepted } from './write-accepted.ts';

type Decide = (order: PurchaseOrderState, unit: UnitOfWork) => Promise<Decision<PurchaseOrderState>>;

/** Decides on the order of the path; where nothing changes the answer names the order as it is. */
async function onOrder(
  services: Services,
  context: CommandContext,
  { decide, reason = null }: { readonly decide: Decide; readonly reason?: Reason | null },
): Promise<CommandResult> {
  const purchaseOrderId = context.parameters['purchaseOrderId'] ?? '';
  return inTransaction(services, context, async (unit) => {
    const order = await lockOrder(unit, purchaseOrderId);
    if (order === null) return noOrder;
    const decision = await decide(order, unit);
    if (decision.kind === 'rejected') return decision;
    if (decision.events.length === 0) {
      const row = (await unit.lock([purchaseOrderId])).get(purchaseOrderId);
      const unchanged = { eventId: null, streamId: purchaseOrderId, streamVersion: row?.version ?? 0 };
      return { status: 202, body: { ...unchanged, outcome: 'unchanged' } };
    }
    return writeAccepted(await unit.append([orderWrite(purchaseOrderId, decision, { reason })]));
  });
}

const care = (order: PurchaseOrderState, what: OrderCare): Promise<Decision<PurchaseOrderState>> =>
  Promise.resolve(careForOrder(order, what));

/** The supplier confirmed the order. */
export async function acknowledgeOrder(
  services: Services,
  context: CommandContext,
  { promisedDate }: InputOf<'acknowledgeOrder'>,
): Promise<CommandResult> {
  return onOrder(services, context, {
    decide: (order) => care(order, { action: 'acknowledge', promisedDate }),
  });
}

/** The promised day moved; it cannot move into the past. */
export async function rescheduleOrder(
  services: Services,
  context: CommandContext,
  { promisedDate, by, reason }: InputOf<'rescheduleOrder'>,
): Promise<CommandResult> {
  return onOrder(services, context, {
    reason,
    decide: async (order, unit) => {
      const { today } = await readTenantDay(unit.sql);
      if (promisedDate < today) {
        return reject(400, 'The promised day must not lie in the past', { detail: `today is ${today}` });
      }
      return care(order, { action: 'reschedule', promisedDate, by });
    },
  });
}

/** Nothing happens with the order until it is released. */
export async function holdOrder(
  services: Services,
  context: CommandContext,
  { reason }: InputOf<'holdOrder'>,
): Promise<CommandResult> {
  return onOrder(services, context, { reason, decide: (order) => care(order, { action: 'hold' }) });
}

/** The order goes on; one that was held before it was issued is issued now, because its workflow has passed that by. */
export async function releaseOrder(services: Services, context: CommandContext): Promise<CommandResult> {
  return onOrder(services, context, {
    decide: async (order, unit) => {
      const released = careForOrder(order, { action: 'release' });
      if (released.kind === 'rejected' || released.state.status !== 'Approved') return released;
      if (await canStillBeUndone(unit, order, context.now)) return released;
      const issued: DomainEvent = {
        type: 'PurchaseOrderIssued',
        payload: { channel: 'recorded', expectedAt: await expectedDay(unit, order) },
      };
      return accept(order, [...released.events, issued], evolvePurchaseOrder);
    },
  });
}

/** Within the undo window the workflow has yet to read the decision, and issues the order itself. */
async function canStillBeUndone(unit: UnitOfWork, order: PurchaseOrderState, now: Date): Promise<boolean> {
  const [row] = await unit.sql<{ undoUntil: string | null }[]>`SELECT undo_until AS "undoUntil" FROM approvals
    WHERE tenant_id = current_tenant() AND approval_id = ${order.approvalId}`;
  return row?.undoUntil != null && Date.parse(row.undoUntil) > now.getTime();
}

/** Nothing more is expected of a partly received order. */
export async function closeOrderShort(
  services: Services,
  context: CommandContext,
  { reason }: InputOf<'closeOrderShort'>,
): Promise<CommandResult> {
  return onOrder(services, context, { reason, decide: (order) => Promise.resolve(closeShort(order)) });
}

/** Somebody says something about the order. */
export async function commentOnOrder(
  services: Services,
  context: CommandContext,
  { text }: InputOf<'commentOnOrder'>,
): Promise<CommandResult> {
  return onOrder(services, context, { decide: (order) => care(order, { action: 'comment', text }) });
}
