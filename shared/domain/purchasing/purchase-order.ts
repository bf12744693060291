/** State of a purchase order and how each event changes it. */
import type { PurchaseOrderStatus } from '#shared/contracts/api/models/purchasing.ts';
import type { WakeCondition } from '#shared/contracts/events/approvals.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';

/** What guards of a purchase order rest on. */
export type PurchaseOrderState = {
  readonly status: PurchaseOrderStatus;
  readonly number: string;
  readonly supplierId: string;
  readonly locationId: string;
  readonly currency: string;
  readonly revision: number;
  readonly lines: readonly PurchaseOrderLine[];
  /** Products of the lines as first proposed; a changed order may have dropped some. */
  readonly proposedProductIds: readonly string[];
  /** The approval that decides, or decided, the present revision. */
  readonly approvalId: string | null;
  readonly wake: WakeCondition | null;
  /** Units received so far, by line number. */
  readonly received: Readonly<Record<string, number>>;
};

/** The order after the event; the first event of a stream is PurchaseOrderProposed. */
export function evolvePurchaseOrder(
  state: PurchaseOrderState | null,
  event: DomainEvent,
): PurchaseOrderState {
  if (event.type === 'PurchaseOrderProposed') {
    const { lines, ...header } = event.payload;
    const proposedProductIds = lines.map((line) => line.productId);
    const fresh = { status: 'Proposed', revision: 1, approvalId: null, wake: null, received: {} } as const;
    return { ...header, ...fresh, lines, proposedProductIds };
  }
  if (state === null)
    throw new Error(`a purchase order begins with PurchaseOrderProposed, not ${event.type}`);
  return evolveDecision(state, event) ?? evolveDelivery(state, event) ?? state;
}

function evolveDecision(state: PurchaseOrderState, event: DomainEvent): PurchaseOrderState | null {
  switch (event.type) {
    case 'PurchaseOrderApprovalRequested':
      return { ...state, status: 'PendingApproval', approvalId: event.payload.approvalId };
    case 'PurchaseOrderApproved':
      return { ...state, status: 'Approved' };
    case 'PurchaseOrderRejected':
      return { ...state, status: 'Rejected' };
    case 'PurchaseOrderAmended':
      return {
        ...state,
        status: 'PendingApproval',
        lines: event.payload.after,
        revision: event.payload.revision,
      };
    case 'PurchaseOrderPostponed':
      return { ...state, status: 'Postponed', wake: event.payload.wake };
    case 'PurchaseOrderPostponementEnded':
      return { ...state, status: 'Proposed', wake: null };
    case 'DecisionUndone': {
      const { lines, revision } = event.payload;
      return { ...state, status: 'PendingApproval', wake: null, revision, lines: lines ?? state.lines };
    }
    default:
      return null;
  }
}

function evolveDelivery(state: PurchaseOrderState, event: DomainEvent): PurchaseOrderState | null {
  switch (event.type) {
    case 'PurchaseOrderIssued':
      return { ...state, status: 'Issued' };
    case 'GoodsReceived': {
      const received = { ...state.received };
      for (const line of event.payload.lines) {
        received[line.lineNumber] = (received[line.lineNumber] ?? 0) + line.quantity;
      }
      return { ...state, received };
    }
    case 'PurchaseOrderPartiallyReceived':
      return { ...state, status: 'PartiallyReceived' };
    case 'PurchaseOrderReceived':
      return { ...state, status: 'Received' };
    case 'PurchaseOrderClosed':
      return { ...state, status: 'Closed' };
    case 'PurchaseOrderCancelled':
      return { ...state, status: 'Cancelled' };
    default:
      return null;
  }
}
