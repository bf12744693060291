/** Products and locations. */
import { newId } from '#functions/_kit/ids.ts';
import {
  addProduct,
  changeProduct,
  refuseKnownSku,
  type ProductState,
} from '#shared/domain/catalogue/product.ts';
import type { Acceptance, Decision } from '#shared/domain/decider.ts';
import { defaultLocationKey, locationKey, productKey } from '#shared/domain/natural-keys.ts';

import { apiCommand, type CommandRunner, type InputOf } from './command-table.ts';
import type { Reader } from './reader.ts';
import { productReference } from './references.ts';
import { planNothing, planOf, type Plan } from './simple.ts';
import type { StreamWrite } from './stream-write.ts';

/** Commands on products and locations. */
export const catalogueCommands: Readonly<Record<string, CommandRunner>> = {
  addProducts: apiCommand('addProducts', async (reader, input) => {
    const key = productKey(input.sku);
    const taken = await reader.claims([key]);
    return taken.has(key) ? refuseKnownSku(input.sku) : planNewProduct(reader, input);
  }),

  putProducts: apiCommand('putProducts', async (reader, input) => {
    const { sku, ...changes } = input;
    const key = productKey(sku);
    const streamId = (await reader.claims([key])).get(key);
    if (streamId === undefined) return planNewProduct(reader, input);
    return planChange(streamId, changeProduct(await readProduct(reader, streamId), changes));
  }),

  changeProduct: apiCommand('changeProduct', async (reader, input) => {
    const { productId } = reader.request.parameters;
    const [streamId = ''] = await reader.resolve([productReference({ productId })]);
    return planChange(streamId, changeProduct(await readProduct(reader, streamId), input));
  }),

  openLocations: apiCommand('openLocations', async (reader, { name }) => {
    const key = locationKey(name);
    const claims = await reader.claims([key, defaultLocationKey]);
    const known = claims.get(key);
    if (known !== undefined) {
      await reader.streams([known]);
      return planNothing(known);
    }
    const streamId = newId();
    const keys = claims.has(defaultLocationKey) ? [key] : [key, defaultLocationKey];
    return planOf(
      [
        {
          streamId,
          streamType: 'location',
          events: [{ type: 'LocationOpened', payload: { name } }],
          state: { name },
        },
      ],
      { outcome: 'added', claims: keys.map((claimed) => ({ key: claimed, streamId })) },
    );
  }),
};

async function planNewProduct(reader: Reader, input: InputOf<'addProducts'>): Promise<Plan> {
  const { currency } = await reader.tenant();
  const streamId = newId();
  const { events, state } = addProduct({ ...input, currency: input.currency ?? currency });
  return planOf([{ streamId, streamType: 'product', events, state }], {
    outcome: 'added',
    claims: [{ key: productKey(input.sku), streamId }],
  });
}

function planChange<S>(streamId: string, decision: Decision<S>): Plan | Exclude<Decision<S>, Acceptance<S>> {
  if (decision.kind === 'rejected') return decision;
  if (decision.events.length === 0) return planNothing(streamId);
  const write: StreamWrite = {
    streamId,
    streamType: 'product',
    events: decision.events,
    state: decision.state,
  };
  return planOf([write], { outcome: 'changed' });
}

/** The product as it is. */
export async function readProduct(reader: Reader, streamId: string): Promise<ProductState> {
  const row = (await reader.streams([streamId])).get(streamId);
  if (row === undefined) throw new Error(`the product ${streamId} holds a claim but has no stream`);
  // Product streams are written by these commands alone, in this shape.
  return row.state as ProductState;
}
