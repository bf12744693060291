/** Stock set apart, and let go again. */
import { quarantineStock, releaseQuarantine } from '#shared/domain/stock/quarantine.ts';

import { apiCommand, type CommandRunner } from './command-table.ts';
import { planOf } from './simple.ts';
import { decideWithoutLapsed, inStockUnits, readStock, stockWrite } from './stock-place.ts';

/** Commands on quarantine. */
export const quarantineCommands: Readonly<Record<string, CommandRunner>> = {
  quarantineStock: apiCommand('quarantineStock', async (reader, input) => {
    const stock = await readStock(reader, input);
    const quantity = await inStockUnits(reader, stock.place.productId, input);
    const decision = await decideWithoutLapsed(reader, stock, (state) =>
      quarantineStock(state, quantity, stock.place),
    );
    if (decision.kind === 'rejected') return decision;
    return planOf([{ ...stockWrite(stock.streamId, decision, undefined), reason: input.reason }]);
  }),

  releaseQuarantine: apiCommand('releaseQuarantine', async (reader, input) => {
    const { scrap, reason } = input;
    const { streamId, place, state } = await readStock(reader, input);
    const quantity = await inStockUnits(reader, place.productId, input);
    const decision = releaseQuarantine(state, { quantity, scrap }, place);
    if (decision.kind === 'rejected') return decision;
    return planOf([{ ...stockWrite(streamId, decision, undefined), reason }]);
  }),
};
