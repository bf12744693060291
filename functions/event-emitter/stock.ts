/** Stock: movements, stock as counted elsewhere, and transfers. */
import { Refusal } from '#functions/_kit/refusal.ts';
import { countStock, moveStock, transferStock } from '#shared/domain/stock/stock-level.ts';

import { apiCommand, type CommandRunner } from './command-table.ts';
import { locationReference, productReference } from './references.ts';
import { planNothing, planOf } from './simple.ts';
import {
  decideWithoutLapsed,
  inStockUnits,
  readStock,
  stockOf,
  stockStreamId,
  stockWrite,
} from './stock-place.ts';

/** Commands on stock. */
export const stockCommands: Readonly<Record<string, CommandRunner>> = {
  moveStock: apiCommand('moveStock', async (reader, input) => {
    const stock = await readStock(reader, input);
    const quantity = await inStockUnits(reader, stock.place.productId, input);
    const decision = await decideWithoutLapsed(reader, stock, (state) =>
      moveStock(state, { kind: input.kind, quantity }, stock.place),
    );
    if (decision.kind === 'rejected') return decision;
    const { occurredAt, reason = null } = input;
    return planOf([{ ...stockWrite(stock.streamId, decision, occurredAt), reason }]);
  }),

  putStock: apiCommand('putStock', async (reader, input) => {
    const { streamId, state, place, isNew } = await readStock(reader, input);
    const { onHand, asOf, importId = null } = input;
    const decision = countStock(state, { onHand, asOf, importId }, { ...place, isNew });
    if (decision.kind === 'rejected') return decision;
    if (decision.events.length === 0) return planNothing(streamId);
    return planOf([stockWrite(streamId, decision, asOf)], { outcome: isNew ? 'added' : 'changed' });
  }),

  transferStock: apiCommand('transferStock', async (reader, input) => {
    const { from, to, occurredAt } = input;
    const references = [
      productReference(input),
      locationReference(from, 'from.'),
      locationReference(to, 'to.'),
    ];
    const [productId = '', fromId = '', toId = ''] = await reader.resolve(references);
    if (fromId === toId) throw sameLocation();
    const quantity = await inStockUnits(reader, productId, input);
    const [fromStream, toStream] = [stockStreamId(productId, fromId), stockStreamId(productId, toId)];
    const rows = await reader.streams([fromStream, toStream]);
    const place = { productId, locationId: fromId };
    const out = await decideWithoutLapsed(reader, { state: stockOf(rows, fromStream), place }, (state) =>
      transferStock(state, -quantity, { ...place, counterpartLocationId: toId }),
    );
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

function sameLocation(): Refusal {
  const message = 'must be another location than the one it leaves';
  return new Refusal(400, undefined, { detail: `to ${message}`, errors: [{ path: 'to', message }] });
}
