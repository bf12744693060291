/** Counts by hand, and decisions on those that wait. */
import { newId } from '#functions/_kit/ids.ts';
import { countKey } from '#shared/domain/natural-keys.ts';
import { countByHand, decideOnCount } from '#shared/domain/stock/stock-count.ts';

import { readProduct } from './catalogue.ts';
import { apiCommand, type CommandRunner } from './command-table.ts';
import type { CommandRequest } from './command.ts';
import { planOf } from './simple.ts';
import { decideWithoutLapsed, inStockUnits, readClaimedStock, readStock, stockWrite } from './stock-place.ts';

/** Commands on counts. */
export const countCommands: Readonly<Record<string, CommandRunner>> = {
  countStock: apiCommand('countStock', async (reader, input) => {
    const stock = await readStock(reader, input);
    const { productId } = stock.place;
    const product = await readProduct(reader, productId);
    const { currency } = await reader.tenant();
    const counted = await inStockUnits(reader, productId, {
      quantity: input.counted,
      unit: input.unit,
      path: 'counted',
    });
    const countId = newId();
    const countedAt = reader.request.now.toISOString();
    const decision = await decideWithoutLapsed(reader, stock, (state) =>
      countByHand(
        state,
        {
          countId,
          counted,
          countedBy: callerId(reader.request),
          countedAt,
          // The limit is in the tenant's currency: a cost in another says nothing about it.
          unitCostMinor: product.currency === currency ? product.unitCostMinor : null,
          currency,
        },
        stock.place,
      ),
    );
    if (decision.kind === 'rejected') return decision;
    const { streamId, isNew } = stock;
    const waits = decision.state.waitingCount?.countId === countId;
    return planOf([{ ...stockWrite(streamId, decision, countedAt), reason: input.reason ?? null }], {
      outcome: isNew ? 'added' : 'changed',
      ...(waits ? { claims: [{ key: countKey(countId), streamId }] } : {}),
    });
  }),

  decideOnCount: apiCommand('decideOnCount', async (reader, { decision, reason = null }) => {
    const { countId = '' } = reader.request.parameters;
    const stock = await readClaimedStock(reader, countKey(countId), `count "${countId}" to decide on`);
    if ('kind' in stock) return stock;
    const decidedBy = callerId(reader.request);
    const decided = await decideWithoutLapsed(reader, stock, (state) =>
      decideOnCount(state, { countId, decision, decidedBy }, stock.place),
    );
    if (decided.kind === 'rejected') return decided;
    return planOf([{ ...stockWrite(stock.streamId, decided, undefined), reason }], { outcome: 'changed' });
  }),
};

function callerId({ caller }: CommandRequest): string {
  return caller.kind === 'person' ? caller.sub : caller.actor.id;
}
