/** Goods come in for an order, and receipts that were a mistake are taken back. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { ReceiptLine } from '#shared/contracts/events/purchasing.ts';
import { accept, reject, type Decision } from '#shared/domain/decider.ts';

import { purchaseOrderCan } from './purchase-order-can.ts';
import { evolvePurchaseOrder, type PurchaseOrderState } from './purchase-order.ts';

/** Suppliers may deliver this share more than was ordered before someone has to look. */
const overReceiptTolerance = 0.1;

/** What came in: accepted units become stock, rejected ones do not, and are still to come. */
export type Receipt = {
  readonly receiptId: string;
  readonly accepted: readonly ReceiptLine[];
  readonly rejected: readonly ReceiptLine[];
};

/** Records a receipt; the order is closed when nothing is missing. */
export function receiveGoods(order: PurchaseOrderState, receipt: Receipt): Decision<PurchaseOrderState> {
  if (!purchaseOrderCan('receive', order.status)) {
    return reject(409, 'Goods can be received for issued orders only', {
      detail: `${order.number} is ${order.status}`,
    });
  }
  const { receiptId, accepted, rejected } = receipt;
  const refused = refusalOf(order, receipt);
  if (refused !== null) return refused;
  const events: DomainEvent[] = [];
  if (accepted.length > 0) {
    events.push({ type: 'GoodsReceived', payload: { receiptId, lines: [...accepted] } });
  }
  if (rejected.length > 0) {
    events.push({ type: 'GoodsRejected', payload: { receiptId, lines: [...rejected] } });
  }
  const after = events.reduce<PurchaseOrderState>(evolvePurchaseOrder, order);
  events.push(
    ...discrepancies('over', accepted, (line) => overOf(order, after, line)),
    ...discrepancies('rejected', rejected, (line) => line.quantity),
  );
  if (accepted.length > 0) events.push(...completionOf(after, receiptId));
  return accept(order, events, evolvePurchaseOrder);
}

function completionOf(after: PurchaseOrderState, receiptId: string): DomainEvent[] {
  if (!isComplete(after)) return [{ type: 'PurchaseOrderPartiallyReceived', payload: { receiptId } }];
  return [
    { type: 'PurchaseOrderReceived', payload: { receiptId } },
    { type: 'PurchaseOrderClosed', payload: { shortClosed: false } },
  ];
}

function isComplete(order: PurchaseOrderState): boolean {
  return order.lines.every((line) => (order.received[line.lineNumber] ?? 0) >= line.quantity);
}

/** Units beyond the ordered that this receipt added, once per line however often it names it. */
function overOf(before: PurchaseOrderState, after: PurchaseOrderState, { lineNumber }: ReceiptLine): number {
  const ordered = before.lines.find((line) => line.lineNumber === lineNumber)?.quantity ?? 0;
  const over = (order: PurchaseOrderState) => Math.max(0, (order.received[lineNumber] ?? 0) - ordered);
  return over(after) - over(before);
}

function discrepancies(
  kind: 'over' | 'short' | 'rejected',
  lines: readonly ReceiptLine[],
  quantityOf: (line: ReceiptLine) => number,
): DomainEvent[] {
  const byLine = new Map(lines.map((line) => [line.lineNumber, Math.round(quantityOf(line) * 1000) / 1000]));
  return [...byLine].flatMap(([lineNumber, quantity]): DomainEvent[] =>
    quantity > 0 ? [{ type: 'DeliveryDiscrepancyRecorded', payload: { lineNumber, kind, quantity } }] : [],
  );
}

function refusalOf(order: PurchaseOrderState, { receiptId, accepted, rejected }: Receipt) {
  if (order.receipts?.[receiptId] !== undefined) return reject(409, 'The receipt is recorded already');
  const unknown = [...accepted, ...rejected].find(
    ({ lineNumber }) => !order.lines.some((line) => line.lineNumber === lineNumber),
  );
  if (unknown !== undefined) return reject(400, `The order has no line ${unknown.lineNumber}`);
  for (const line of order.lines) {
    const most = line.quantity * (1 + overReceiptTolerance);
    const came = accepted
      .filter(({ lineNumber }) => lineNumber === line.lineNumber)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    const after = (order.received[line.lineNumber] ?? 0) + came;
    if (came > 0 && after > most) {
      return reject(409, `Line ${line.lineNumber} would have received more than was ordered`, {
        detail: `ordered ${line.quantity}, received with this receipt ${after}, at most ${most}`,
      });
    }
  }
  return null;
}

/** Takes a receipt back as if it had never come; the order waits for its goods again. */
export function reverseReceipt(order: PurchaseOrderState, receiptId: string): Decision<PurchaseOrderState> {
  const lines = order.receipts?.[receiptId];
  if (lines === undefined) return reject(404, 'Not found', { detail: `${order.number} has no such receipt` });
  if (!purchaseOrderCan('reverseReceipt', order.status)) {
    return reject(409, 'The receipt cannot be reversed', { detail: `${order.number} is ${order.status}` });
  }
  const isLast = Object.keys(order.receipts ?? {}).length === 1;
  const status = isLast ? (order.isAcknowledged === true ? 'Acknowledged' : 'Issued') : 'PartiallyReceived';
  return accept(
    order,
    [{ type: 'GoodsReceiptReversed', payload: { receiptId, lines: [...lines], status } }],
    evolvePurchaseOrder,
  );
}

/** Expects no more of a partly delivered order. */
export function closeShort(order: PurchaseOrderState): Decision<PurchaseOrderState> {
  if (!purchaseOrderCan('closeShort', order.status)) {
    return reject(409, 'Only partly received orders are closed short', {
      detail: `${order.number} is ${order.status}; an order without receipts is cancelled instead`,
    });
  }
  const missing = order.lines.map(({ lineNumber, quantity }) => ({
    lineNumber,
    quantity: quantity - (order.received[lineNumber] ?? 0),
  }));
  const events: DomainEvent[] = [
    ...discrepancies('short', missing, ({ quantity }) => quantity),
    { type: 'PurchaseOrderClosed', payload: { shortClosed: true } },
  ];
  return accept(order, events, evolvePurchaseOrder);
}
