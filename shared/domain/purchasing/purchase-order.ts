/** State of a purchase order and how each event changes it. */
import type { PurchaseOrderStatus } from '#shared/contracts/api/models/purchasing.ts';
import type { WakeCondition } from '#shared/contracts/events/approvals.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { PurchaseOrderLine, ReceiptLine } from '#shared/contracts/events/purchasing.ts';

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
  /** Receipts that stand, by id; absent in orders from before receipts could be reversed. */
  readonly receipts?: Readonly<Record<string, readonly ReceiptLine[]>>;
  /** Whether the supplier confirmed the order. */
  readonly isAcknowledged?: boolean;
  readonly promisedDate?: string | null;
  /** Where the order goes on when it is released. */
  readonly heldFrom?: HeldFrom | null;
};

/** Statuses in which an order can be held. */
type HeldFrom = 'Approved' | 'Issued' | 'Acknowledged';

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
  return evolveDecision(state, event) ?? evolveDelivery(state, event) ?? evolveCare(state, event) ?? state;
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
      return { ...state, status: 'Issued', promisedDate: event.payload.expectedAt };
    case 'GoodsReceived': {
      const { receiptId, lines } = event.payload;
      return {
        ...state,
        received: changed(state.received, lines, 1),
        receipts: { ...state.receipts, [receiptId]: lines },
      };
    }
    case 'GoodsReceiptReversed': {
      const { receiptId, lines, status } = event.payload;
      const { [receiptId]: _reversed, ...receipts } = state.receipts ?? {};
      return { ...state, status, received: changed(state.received, lines, -1), receipts };
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

function evolveCare(state: PurchaseOrderState, event: DomainEvent): PurchaseOrderState | null {
  switch (event.type) {
    case 'PurchaseOrderAcknowledged':
      return {
        ...state,
        status: 'Acknowledged',
        isAcknowledged: true,
        promisedDate: event.payload.promisedDate,
      };
    case 'PurchaseOrderRescheduled':
      return { ...state, promisedDate: event.payload.to };
    case 'PurchaseOrderHeld':
      // Held orders have one of these statuses: that is the guard's to see to.
      return { ...state, status: 'OnHold', heldFrom: state.status as HeldFrom };
    case 'PurchaseOrderReleased':
      return { ...state, status: event.payload.status, heldFrom: null };
    default:
      return null;
  }
}

/** Units by line number after the lines came in (1) or were taken back (−1). */
function changed(
  received: PurchaseOrderState['received'],
  lines: readonly ReceiptLine[],
  sign: 1 | -1,
): PurchaseOrderState['received'] {
  const after = { ...received };
  for (const { lineNumber, quantity } of lines) {
    // Sums of decimals drift in binary; three decimals are all that quantities have.
    after[lineNumber] = Math.round(((after[lineNumber] ?? 0) + sign * quantity) * 1000) / 1000;
  }
  return after;
}
