/** Goods come in for an order. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { ReceiptLine } from '#shared/contracts/events/purchasing.ts';
import { type Decision, accept, reject } from '#shared/domain/decider.ts';

import { type PurchaseOrderState, evolvePurchaseOrder } from './purchase-order.ts';
import { purchaseOrderCan } from './purchase-order-can.ts';

/** Suppliers may deliver this share more than was ordered before someone has to look. */
const overReceiptTolerance = 0.1;

/** Records a receipt; the order is closed when nothing is missing. */
export function receiveGoods(
  order: PurchaseOrderState,
  receipt: { readonly receiptId: string; readonly lines: readonly ReceiptLine[] },
): Decision<PurchaseOrderState> {
  if (!purchaseOrderCan('receive', order.status)) {
    return reject(409, 'Goods can be received for issued orders only', {
      detail: `${order.number} is ${order.status}`,
    });
  }
  const refused = receipt.lines.map((line) => refusalOf(order, line)).find((refusal) => refusal !== null);
  if (refused) return refused;
  const { receiptId } = receipt;
  const received: DomainEvent = { type: 'GoodsReceived', payload: { receiptId, lines: [...receipt.lines] } };
  const after = evolvePurchaseOrder(order, received);
  const complete = order.lines.every((line) => (after.received[line.lineNumber] ?? 0) >= line.quantity);
  const rest: DomainEvent[] = complete
    ? [
        { type: 'PurchaseOrderReceived', payload: { receiptId } },
        { type: 'PurchaseOrderClosed', payload: { shortClosed: false } },
      ]
    : [{ type: 'PurchaseOrderPartiallyReceived', payload: { receiptId } }];
  return accept(order, [received, ...rest], evolvePurchaseOrder);
}

function refusalOf(order: PurchaseOrderState, { lineNumber, quantity }: ReceiptLine) {
  const line = order.lines.find((candidate) => candidate.lineNumber === lineNumber);
  if (line === undefined) return reject(400, `The order has no line ${lineNumber}`);
  const most = line.quantity * (1 + overReceiptTolerance);
  const after = (order.received[lineNumber] ?? 0) + quantity;
  if (after <= most) return null;
  return reject(409, `Line ${lineNumber} would have received more than was ordered`, {
    detail: `ordered ${line.quantity}, received with this receipt ${after}, at most ${most}`,
  });
}
