/** Stock: movements, counts and transfers. */
import { idOfName } from '#functions/_kit/ids.ts';
import { Refusal } from '#functions/_kit/refusal.ts';
import type { Acceptance } from '#shared/domain/decider.ts';
import {
  countStock,
  moveStock,
  noStock,
  transferStock,
  type StockState,
} from '#shared/domain/stock/stock-level.ts';
import { stockStreamName } from '#shared/domain/stream-names.ts';

import { apiCommand, type CommandRunner } from './command-table.ts';
import { locationReference, productReference } from './references.ts';
import { planNothing, planOf } from './simple.ts';
import type { StreamWrite } from './stream-write.ts';
import type { StreamRow } from './unit-of-work.ts';

/** Commands on stock. */
export const stockCommands: Readonly<Record<string, CommandRunner>> = {
  moveStock: apiCommand('moveStock', async (reader, input) => {
    const references = [productReference(input), locationReference(input)];
    const [productId = '', locationId = ''] = await reader.resolve(references);
    const streamId = stockStreamId(productId, locationId);
    const rows = await reader.streams([streamId]);
    const decision = moveStock(stockOf(rows, streamId), input, { productId, locationId });
    if (decision.kind === 'rejected') return decision;
    const { occurredAt, reason = null } = input;
    return planOf([{ ...stockWrite(streamId, decision, occurredAt), reason }]);
  }),

  putStock: apiCommand('putStock', async (reader, input) => {
    const references = [productReference(input), locationReference(input)];
    const [productId = '', locationId = ''] = await reader.resolve(references);
    const streamId = stockStreamId(productId, locationId);
    const rows = await reader.streams([streamId]);
    const { onHand, asOf, importId = null } = input;
    const isNew = !rows.has(streamId);
    const decision = countStock(
      stockOf(rows, streamId),
      { onHand, asOf, importId },
      { productId, locationId, isNew },
    );
    if (decision.kind === 'rejected') return decision;
    if (decision.events.length === 0) return planNothing(streamId);
    return planOf([stockWrite(streamId, decision, asOf)], { outcome: isNew ? 'added' : 'changed' });
  }),

  transferStock: apiCommand('transferStock', async (reader, input) => {
    const { from, to, quantity, occurredAt } = input;
    const references = [
      productReference(input),
      locationReference(from, 'from.'),
      locationReference(to, 'to.'),
    ];
    const [productId = '', fromId = '', toId = ''] = await reader.resolve(references);
    if (fromId === toId) throw sameLocation();
    const [fromStream, toStream] = [stockStreamId(productId, fromId), stockStreamId(productId, toId)];
    const rows = await reader.streams([fromStream, toStream]);
    const out = transferStock(stockOf(rows, fromStream), -quantity, {
      productId,
      locationId: fromId,
      counterpartLocationId: toId,
    });
    if (out.kind === 'rejected') return out;
    const into = transferStock(stockOf(rows, toStream), quantity, {
      productId,
      locationId: toId,
      counterpartLocationId: fromId,
    });
    if (into.kind === 'rejected') return into;
    return planOf([stockWrite(fromStream, out, occurredAt), stockWrite(toStream, into, occurredAt)]);
  }),
};

/** Id of the stream of a product's stock at a location. */
export function stockStreamId(productId: string, locationId: string): string {
  return idOfName(stockStreamName(productId, locationId));
}

/** The stock as it was read. */
export function stockOf(rows: ReadonlyMap<string, StreamRow>, streamId: string): StockState {
  // Stock streams are written through stockWrite alone, in this shape.
  return (rows.get(streamId)?.state ?? noStock) as StockState;
}

/** A write to a stock stream. */
export function stockWrite(
  streamId: string,
  { events, state }: Acceptance<StockState>,
  occurredAt: string | undefined,
): StreamWrite {
  return {
    streamId,
    streamType: 'stockLevel',
    events,
    state,
    ...(occurredAt === undefined ? {} : { occurredAt }),
  };
}

function sameLocation(): Refusal {
  const message = 'must be another location than the one it leaves';
  return new Refusal(400, undefined, { detail: `to ${message}`, errors: [{ path: 'to', message }] });
}
