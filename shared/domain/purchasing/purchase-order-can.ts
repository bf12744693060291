/** What may be done with an order in which status: one table for guards and for buttons. */
import { PurchaseOrderStatus, type OrderAction } from '#shared/contracts/api/models/purchasing.ts';

const statuses: Readonly<Record<OrderAction, readonly PurchaseOrderStatus[]>> = {
  decide: ['PendingApproval'],
  issue: ['Approved'],
  acknowledge: ['Issued'],
  reschedule: ['Issued', 'Acknowledged', 'PartiallyReceived'],
  receive: ['Issued', 'Acknowledged', 'PartiallyReceived'],
  reverseReceipt: ['PartiallyReceived', 'Received', 'Closed'],
  closeShort: ['PartiallyReceived'],
  hold: ['Approved', 'Issued', 'Acknowledged'],
  release: ['OnHold'],
  // After a receipt an order is closed short instead.
  cancel: ['Proposed', 'PendingApproval', 'Postponed', 'Approved', 'OnHold', 'Issued', 'Acknowledged'],
  comment: PurchaseOrderStatus.options,
};

/** Whether the status permits the action. */
export function purchaseOrderCan(action: OrderAction, status: PurchaseOrderStatus): boolean {
  return statuses[action].includes(status);
}
