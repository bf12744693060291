/** A product at a location: its stream as it was read, and writes to it. */
import { idOfName } from '#functions/_kit/ids.ts';
import { reject, type Acceptance, type Decision, type Rejection } from '#shared/domain/decider.ts';
import { toStockUnits } from '#shared/domain/stock/convert-quantity.ts';
import { lapsing, releaseLapsed } from '#shared/domain/stock/reservations.ts';
import { noStock, type StockPlace, type StockState } from '#shared/domain/stock/stock-level.ts';
import { stockStreamName } from '#shared/domain/stream-names.ts';

import { readProduct } from './catalogue.ts';
import { badField, localToday } from './input-checks.ts';
import type { Reader } from './reader.ts';
import { locationReference, productReference } from './references.ts';
import type { StreamWrite } from './stream-write.ts';
import type { StreamRow } from './unit-of-work.ts';

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

/** Stock that a command is about. */
export type StockAt = {
  readonly streamId: string;
  readonly place: StockPlace;
  readonly state: StockState;
  /** Whether the place has no events yet. */
  readonly isNew: boolean;
};

/** The stock of the product and the location that the input names. */
export async function readStock(
  reader: Reader,
  input: Parameters<typeof productReference>[0] & Parameters<typeof locationReference>[0],
): Promise<StockAt> {
  const references = [productReference(input), locationReference(input)];
  const [productId = '', locationId = ''] = await reader.resolve(references);
  const streamId = stockStreamId(productId, locationId);
  const rows = await reader.streams([streamId]);
  const state = stockOf(rows, streamId);
  return { streamId, place: { productId, locationId }, state, isNew: !rows.has(streamId) };
}

/** The stock that the claim is on, or a 404 that names what was looked for. */
export async function readClaimedStock(
  reader: Reader,
  key: string,
  what: string,
): Promise<StockAt | Rejection> {
  const streamId = (await reader.claims([key])).get(key);
  const row = streamId === undefined ? undefined : (await reader.streams([streamId])).get(streamId);
  if (streamId === undefined || row === undefined)
    return reject(404, 'Not found', { detail: `there is no ${what}` });
  // Streams of this type are written through stockWrite alone, in this shape.
  const state = row.state as StockState;
  const place = state.place;
  if (place === undefined)
    throw new Error(`the stock ${streamId} holds a claim but does not say what it is of`);
  return { streamId, place, state, isNew: false };
}

/**
 * Decides on the stock without the promises whose last day is over: they give way to whoever comes next, and are
 * released in the same write. The tenant's day is asked for only where some promise has a last day.
 */
export async function decideWithoutLapsed(
  reader: Reader,
  { state, place }: Pick<StockAt, 'state' | 'place'>,
  decide: (state: StockState) => Decision<StockState>,
): Promise<Decision<StockState>> {
  if (lapsing(state).length === 0) return decide(state);
  const lapsed = releaseLapsed(state, await localToday(reader), place);
  const decision = decide(lapsed.state);
  if (decision.kind === 'rejected') return decision;
  return { ...decision, events: [...lapsed.events, ...decision.events] };
}

/** The quantity in stock units; refused where it does not come out even, or the product has no such unit. */
export async function inStockUnits(
  reader: Reader,
  productId: string,
  said: { readonly quantity: number; readonly unit?: string | undefined; readonly path?: string },
): Promise<number> {
  const { quantity, unit, path = 'quantity' } = said;
  if (unit === undefined) return quantity;
  const converted = toStockUnits(quantity, unit, await readProduct(reader, productId));
  if (converted.kind === 'rejected') throw badField(path, converted.detail ?? converted.title);
  return converted.quantity;
}
