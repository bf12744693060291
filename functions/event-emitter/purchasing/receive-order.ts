/** receiveGoods and reverseReceipt: the order and the stock of every product that came in, in one transaction. */
import { idOfName, newId } from '#functions/_kit/ids.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { InputOf } from '#functions/event-emitter/command-table.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { StreamWrite, UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { ReceiptLine } from '#shared/contracts/events/purchasing.ts';
import type { Rejection } from '#shared/domain/decider.ts';
import type { PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';
import { receiveGoods, reverseReceipt } from '#shared/domain/purchasing/receive-goods.ts';
import { moveStock, type StockState, noStock, receiveOrdered } from '#shared/domain/stock/stock-level.ts';
import { stockStreamName } from '#shared/domain/stream-names.ts';

import { lockOrder, noOrder, orderWrite } from './order-streams.ts';
import { writeAccepted } from './write-accepted.ts';

/** Records a receipt for the order of the path. */
export async function receiveForOrder(
  services: Services,
  context: CommandContext,
  input: InputOf<'receiveGoods'>,
): Promise<CommandResult> {
  const purchaseOrderId = context.parameters['purchaseOrderId'] ?? '';
  const occurredAt = input.receivedAt ?? context.now.toISOString();
  return inTransaction(services, context, async (unit) => {
    const order = await lockOrder(unit, purchaseOrderId);
    if (order === null) return noOrder;
    const receiptId = newId();
    const accepted = linesOf(input, 'quantity');
    const decision = receiveGoods(order, {
      receiptId,
      accepted,
      rejected: linesOf(input, 'rejectedQuantity'),
    });
    if (decision.kind === 'rejected') return decision;
    const stock = await stockOf(unit, order, accepted);
    const writes = stock.map(({ streamId, state, place, quantity }) => ({
      streamId,
      streamType: 'stockLevel',
      ...receiveOrdered(state, { quantity, purchaseOrderId, receiptId }, place),
    }));
    const events = await unit.append([
      ...writes.map((write) => ({ ...write, occurredAt })),
      { ...orderWrite(purchaseOrderId, decision, { reason: input.reason ?? null }), occurredAt },
    ]);
    return writeAccepted(events);
  });
}

/** Takes the receipt of the path back, with the stock that it brought; refused where that stock has moved on. */
export async function reverseReceiptOfOrder(
  services: Services,
  context: CommandContext,
  { reason }: InputOf<'reverseReceipt'>,
): Promise<CommandResult> {
  const { purchaseOrderId = '', receiptId = '' } = context.parameters;
  return inTransaction(services, context, async (unit) => {
    const order = await lockOrder(unit, purchaseOrderId);
    if (order === null) return noOrder;
    const decision = reverseReceipt(order, receiptId);
    if (decision.kind === 'rejected') return decision;
    const writes = takenBack(await stockOf(unit, order, order.receipts?.[receiptId] ?? []));
    if (!Array.isArray(writes)) return writes;
    const events = await unit.append([
      ...writes.map((write) => ({ ...write, reason })),
      orderWrite(purchaseOrderId, decision, { reason }),
    ]);
    return writeAccepted(events);
  });
}

function linesOf(
  { lines }: InputOf<'receiveGoods'>,
  name: 'quantity' | 'rejectedQuantity',
): readonly ReceiptLine[] {
  return lines.flatMap((line) =>
    line[name] > 0 ? [{ lineNumber: line.lineNumber, quantity: line[name] }] : [],
  );
}

type StockOfLine = {
  readonly streamId: string;
  readonly state: StockState;
  readonly place: { readonly productId: string; readonly locationId: string };
  readonly quantity: number;
};

/** The stock of the lines' products, with how much of each the lines are about. */
async function stockOf(
  unit: UnitOfWork,
  { lines, locationId }: PurchaseOrderState,
  came: readonly ReceiptLine[],
): Promise<readonly StockOfLine[]> {
  const quantities = new Map<string, number>();
  for (const { lineNumber, quantity } of came) {
    const productId = lines.find((line) => line.lineNumber === lineNumber)?.productId ?? '';
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  const idOf = (productId: string): string => idOfName(stockStreamName(productId, locationId));
  const rows = await unit.lock([...quantities.keys()].map(idOf));
  return [...quantities].map(([productId, quantity]) => ({
    streamId: idOf(productId),
    // Streams of this id are written by the stock commands alone, in this shape.
    state: (rows.get(idOf(productId))?.state ?? noStock) as StockState,
    place: { productId, locationId },
    quantity,
  }));
}

function takenBack(stock: readonly StockOfLine[]): StreamWrite[] | Rejection {
  const writes: StreamWrite[] = [];
  for (const { streamId, state, place, quantity } of stock) {
    // What has moved on cannot be taken back: moveStock refuses what is not there.
    const decision = moveStock(state, { kind: 'issue', quantity }, place);
    if (decision.kind === 'rejected') return decision;
    const { events, state: after } = decision;
    writes.push({ streamId, streamType: 'stockLevel', events, state: after });
  }
  return writes;
}
