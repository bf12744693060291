/** The stock of one product at one location. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, reject, type Acceptance, type Decision } from '#shared/domain/decider.ts';

/** Stock as its events made it; `countedAt` is the time of the newest count. */
export type StockState = { readonly onHand: number; readonly countedAt: string | null };

/** Which product, and where. */
export type StockPlace = { readonly productId: string; readonly locationId: string };

/** A place where nothing has happened yet. */
export const noStock: StockState = { onHand: 0, countedAt: null };

/** A movement that a person or a machine reports; the quantity of an adjustment is signed, others are above 0. */
export type StockMovement = { readonly kind: 'receive' | 'issue' | 'adjust'; readonly quantity: number };

/** Receives, issues or adjusts; refused where more would leave than is there. */
export function moveStock(
  state: StockState,
  movement: StockMovement,
  place: StockPlace,
): Decision<StockState> {
  const change = movement.kind === 'issue' ? -movement.quantity : movement.quantity;
  const payload = changeOf(state, change, place);
  if (change < 0 && payload.onHandAfter < 0) return refuseShortage(state, -change);
  const types = { receive: 'StockReceived', issue: 'StockIssued', adjust: 'StockAdjusted' } as const;
  return accept(state, [{ type: types[movement.kind], payload }], evolveStock);
}

/** Takes in what came for an order. */
export function receiveOrdered(
  state: StockState,
  came: { readonly quantity: number; readonly purchaseOrderId: string; readonly receiptId: string },
  place: StockPlace,
): Acceptance<StockState> {
  const { quantity, ...source } = came;
  const payload = { ...changeOf(state, quantity, place), ...source };
  return accept(state, [{ type: 'StockReceived', payload }], evolveStock);
}

/** Takes stock out towards, or in from, another location; refused where more would leave than is there. */
export function transferStock(
  state: StockState,
  change: number,
  place: StockPlace & { readonly counterpartLocationId: string },
): Decision<StockState> {
  const { counterpartLocationId, ...here } = place;
  const payload = changeOf(state, change, here);
  if (change < 0 && payload.onHandAfter < 0) return refuseShortage(state, -change);
  return accept(state, [{ type: 'StockMoved', payload: { ...payload, counterpartLocationId } }], evolveStock);
}

/** A count of the stock. */
export type StockCount = { readonly onHand: number; readonly asOf: string; readonly importId: string | null };

/** Sets the stock as counted; an older count than the newest is refused. `isNew`: the place has no events yet. */
export function countStock(
  state: StockState,
  count: StockCount,
  place: StockPlace & { readonly isNew: boolean },
): Decision<StockState> {
  const { isNew, ...here } = place;
  if (state.countedAt !== null && Date.parse(count.asOf) < Date.parse(state.countedAt)) {
    return reject(409, 'There is a newer count', {
      detail: `the stock was counted as of ${state.countedAt}, after ${count.asOf}`,
      extra: { countedAt: state.countedAt },
    });
  }
  const payload = changeOf(state, count.onHand - state.onHand, here);
  if (!isNew && payload.quantity === 0) return accept(state, [], evolveStock);
  const { asOf, importId } = count;
  return accept(state, [{ type: 'StockImported', payload: { ...payload, importId, asOf } }], evolveStock);
}

/** Lets recorded sales leave the stock; they have happened, so the stock may fall below zero. */
export function issueSold(
  state: StockState,
  sold: { readonly quantity: number; readonly importId: string | null },
  place: StockPlace,
): Decision<StockState> {
  const payload = changeOf(state, -sold.quantity, place);
  if (payload.quantity === 0) return accept(state, [], evolveStock);
  const event: DomainEvent =
    payload.quantity > 0
      ? { type: 'StockReceived', payload }
      : {
          type: 'StockIssued',
          payload: { ...payload, ...(sold.importId === null ? {} : { importId: sold.importId }) },
        };
  return accept(state, [event], evolveStock);
}

/** What an event makes of the stock. */
export function evolveStock(state: StockState, event: DomainEvent): StockState {
  switch (event.type) {
    case 'StockReceived':
    case 'StockIssued':
    case 'StockAdjusted':
    case 'StockMoved':
      return { ...state, onHand: event.payload.onHandAfter };
    case 'StockImported':
      return { onHand: event.payload.onHandAfter, countedAt: event.payload.asOf };
    default:
      return state;
  }
}

/** Sums of decimals drift in binary; three decimals are all that quantities have. */
function exact(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}

function changeOf(state: StockState, change: number, { productId, locationId }: StockPlace) {
  return {
    productId,
    locationId,
    quantity: exact(change),
    onHandBefore: state.onHand,
    onHandAfter: exact(state.onHand + change),
  };
}

function refuseShortage(state: StockState, wanted: number): Decision<StockState> {
  return reject(409, 'Not enough stock', {
    detail: `${state.onHand} on hand, ${wanted} wanted: correct the stock first if the count is wrong`,
    extra: { onHand: state.onHand },
  });
}
