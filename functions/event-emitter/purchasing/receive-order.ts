/** receiveGoods: the order and the stock of every product that came in, in one transaction. */
import type * as v from 'valibot';

import { idOfName, newId } from '#functions/_kit/ids.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { StreamWrite, UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { ReceiptInput } from '#shared/contracts/api/write-bodies.ts';
import { reject } from '#shared/domain/decider.ts';
import type { PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';
import { receiveGoods } from '#shared/domain/purchasing/receive-goods.ts';
import { type StockState, noStock, receiveOrdered } from '#shared/domain/stock/stock-level.ts';
import { stockStreamName } from '#shared/domain/stream-names.ts';

import { lockOrder, orderWrite } from './order-streams.ts';
import { writeAccepted } from './write-accepted.ts';

type Input = v.InferOutput<typeof ReceiptInput>;

/** Records a receipt for the order of the path. */
export async function receiveForOrder(
  services: Services,
  context: CommandContext,
  input: Input,
): Promise<CommandResult> {
  const purchaseOrderId = context.parameters['purchaseOrderId'] ?? '';
  const occurredAt = input.receivedAt ?? context.now.toISOString();
  return inTransaction(services, context, async (unit) => {
    const order = await lockOrder(unit, purchaseOrderId);
    if (order === null) return reject(404, 'Not found', { detail: 'there is no such purchase order' });
    const receiptId = newId();
    const decision = receiveGoods(order, { receiptId, lines: input.lines });
    if (decision.kind === 'rejected') return decision;
    const stock = await stockWrites(unit, { order, input, receipt: { purchaseOrderId, receiptId } });
    const events = await unit.append([
      ...stock.map((write) => ({ ...write, occurredAt })),
      { ...orderWrite(purchaseOrderId, decision), occurredAt },
    ]);
    return writeAccepted(events);
  });
}

type Receiving = {
  readonly order: PurchaseOrderState;
  readonly input: Input;
  readonly receipt: { readonly purchaseOrderId: string; readonly receiptId: string };
};

async function stockWrites(
  unit: UnitOfWork,
  { order, input, receipt }: Receiving,
): Promise<readonly StreamWrite[]> {
  const { locationId } = order;
  const came = new Map<string, number>();
  for (const { lineNumber, quantity } of input.lines) {
    const productId = order.lines.find((line) => line.lineNumber === lineNumber)?.productId ?? '';
    came.set(productId, (came.get(productId) ?? 0) + quantity);
  }
  const idOf = (productId: string): string => idOfName(stockStreamName(productId, locationId));
  const rows = await unit.lock([...came.keys()].map(idOf));
  return [...came].map(([productId, quantity]) => {
    const streamId = idOf(productId);
    // Streams of this id are written by the stock commands alone, in this shape.
    const state = (rows.get(streamId)?.state ?? noStock) as StockState;
    const received = receiveOrdered(state, { quantity, ...receipt }, { productId, locationId });
    return { streamId, streamType: 'stockLevel', ...received };
  });
}
