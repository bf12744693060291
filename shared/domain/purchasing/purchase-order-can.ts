/** What may be done with an order in which status: one table for guards and for buttons. */
import type { PurchaseOrderStatus } from '#shared/contracts/api/models/purchasing.ts';

type Action = 'decide' | 'receive' | 'cancel' | 'issue';

const statuses: Readonly<Record<Action, readonly PurchaseOrderStatus[]>> = {
  decide: ['PendingApproval'],
  issue: ['Approved'],
  receive: ['Issued', 'Acknowledged', 'PartiallyReceived'],
  // After a receipt an order is closed short instead.
  cancel: ['Proposed', 'PendingApproval', 'Postponed', 'Approved', 'OnHold', 'Issued', 'Acknowledged'],
};

/** Whether the status permits the action. */
export function purchaseOrderCan(action: Action, status: PurchaseOrderStatus): boolean {
  return statuses[action].includes(status);
}
