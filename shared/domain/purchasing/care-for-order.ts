/** What happens to an order between its issue and its goods: promises, holds, words. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, reject, type Decision } from '#shared/domain/decider.ts';

import { purchaseOrderCan } from './purchase-order-can.ts';
import { evolvePurchaseOrder, type PurchaseOrderState } from './purchase-order.ts';

/** One of the plain actions, with what it needs. */
export type OrderCare =
  | { readonly action: 'acknowledge'; readonly promisedDate: string }
  | { readonly action: 'reschedule'; readonly promisedDate: string; readonly by: 'supplier' | 'buyer' }
  | { readonly action: 'hold' }
  | { readonly action: 'release' }
  | { readonly action: 'comment'; readonly text: string };

const refusals: Readonly<Record<OrderCare['action'], string>> = {
  acknowledge: 'Only issued orders are acknowledged',
  reschedule: 'Only orders on their way have a promised day',
  hold: 'This order cannot be put on hold',
  release: 'The order is not on hold',
  comment: 'This order takes no comments',
};

/** Acknowledges, reschedules, holds, releases or comments on an order; a promise that stands already is no event. */
export function careForOrder(order: PurchaseOrderState, care: OrderCare): Decision<PurchaseOrderState> {
  if (!purchaseOrderCan(care.action, order.status)) {
    return reject(409, refusals[care.action], { detail: `${order.number} is ${order.status}` });
  }
  return accept(order, eventsOf(order, care), evolvePurchaseOrder);
}

function eventsOf(order: PurchaseOrderState, care: OrderCare): DomainEvent[] {
  switch (care.action) {
    case 'acknowledge':
      return [{ type: 'PurchaseOrderAcknowledged', payload: { promisedDate: care.promisedDate } }];
    case 'reschedule': {
      const from = order.promisedDate ?? null;
      if (from === care.promisedDate) return [];
      return [{ type: 'PurchaseOrderRescheduled', payload: { from, to: care.promisedDate, by: care.by } }];
    }
    case 'hold':
      return [{ type: 'PurchaseOrderHeld', payload: {} }];
    case 'release':
      // Orders from before holds were recorded cannot be held.
      return [{ type: 'PurchaseOrderReleased', payload: { status: order.heldFrom ?? 'Issued' } }];
    case 'comment':
      return [{ type: 'PurchaseOrderCommented', payload: { text: care.text } }];
  }
}
