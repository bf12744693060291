/** The stock of one product at one location. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { StockCountStarted } from '#shared/contracts/events/stock.ts';
import { accept, reject, type Acceptance, type Decision, type Rejection } from '#shared/domain/decider.ts';

/** Stock that is promised to somebody, `until` included; null: until it is released. */
type Reservation = { readonly quantity: number; readonly until: string | null };

/** Which product, and where. */
export type StockPlace = { readonly productId: string; readonly locationId: string };

/** A count that waits for somebody else than who counted. */
type WaitingCount = {
  readonly countId: string;
  readonly difference: number;
  readonly countedBy: string;
  readonly countedAt: string;
};

/**
 * Stock as its events made it; `countedAt` is the time of the newest count. The optional members are absent in states
 * from before there were reservations, quarantine and counts.
 */
export type StockState = {
  readonly onHand: number;
  readonly countedAt: string | null;
  readonly allocated?: number;
  readonly quarantined?: number;
  readonly reservations?: Readonly<Record<string, Reservation>>;
  readonly waitingCount?: WaitingCount | null;
  /** What it is the stock of; there once something was reserved or waited to be approved. */
  readonly place?: StockPlace;
};

/** A place where nothing has happened yet. */
export const noStock: StockState = { onHand: 0, countedAt: null };

/** A movement that a person or a machine reports; the quantity of an adjustment is signed, others are above 0. */
export type StockMovement = { readonly kind: 'receive' | 'issue' | 'adjust'; readonly quantity: number };

/** What is on hand and may not be used for anything else: promised or in quarantine. */
export function heldOf({ allocated = 0, quarantined = 0 }: StockState): number {
  return exact(allocated + quarantined);
}

/** What may be promised, moved or issued. */
export function availableOf(state: StockState): number {
  return exact(state.onHand - heldOf(state));
}

/** Receives, issues or adjusts; refused where more would leave than is available. */
export function moveStock(
  state: StockState,
  movement: StockMovement,
  place: StockPlace,
): Decision<StockState> {
  const change = movement.kind === 'issue' ? -movement.quantity : movement.quantity;
  const payload = changeOf(state, change, place);
  if (change < 0 && payload.onHandAfter < heldOf(state)) return refuseShortage(state, -change);
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

/** Takes stock out towards, or in from, another location; refused where more would leave than is available. */
export function transferStock(
  state: StockState,
  change: number,
  place: StockPlace & { readonly counterpartLocationId: string },
): Decision<StockState> {
  const { counterpartLocationId, ...here } = place;
  const payload = changeOf(state, change, here);
  if (change < 0 && payload.onHandAfter < heldOf(state)) return refuseShortage(state, -change);
  return accept(state, [{ type: 'StockMoved', payload: { ...payload, counterpartLocationId } }], evolveStock);
}

/** A count of the stock. */
export type StockCount = { readonly onHand: number; readonly asOf: string; readonly importId: string | null };

/**
 * Sets the stock as counted elsewhere; an older count than the newest is refused, and one that waits for approval is
 * superseded. What is set is taken as it is, even where less is there than is promised. `isNew`: the place has no
 * events yet.
 */
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
  const { asOf, importId } = count;
  const superseded = supersedeCount(state, here);
  if (!isNew && payload.quantity === 0) return accept(state, superseded, evolveStock);
  return accept(
    state,
    [...superseded, { type: 'StockImported', payload: { ...payload, importId, asOf } }],
    evolveStock,
  );
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

/** Ends a count that waits, because there is a newer one. */
export function supersedeCount({ waitingCount }: StockState, place: StockPlace): readonly DomainEvent[] {
  if (waitingCount === undefined || waitingCount === null) return [];
  const { countId } = waitingCount;
  return [{ type: 'StockCountRejected', payload: { ...place, countId, because: 'superseded' } }];
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
      return { ...state, onHand: event.payload.onHandAfter, countedAt: event.payload.asOf };
    default:
      return evolveHeld(state, event);
  }
}

function evolveHeld(state: StockState, event: DomainEvent): StockState {
  switch (event.type) {
    case 'StockAllocated':
    case 'StockAllocationReleased':
      return evolveReservations(state, event);
    case 'StockQuarantined':
    case 'StockReleasedFromQuarantine':
      return { ...state, quarantined: event.payload.quarantinedAfter };
    default:
      return evolveCounts(state, event);
  }
}

function evolveCounts(state: StockState, event: DomainEvent): StockState {
  switch (event.type) {
    case 'StockCounted':
      return { ...state, countedAt: event.payload.countedAt };
    case 'StockCountStarted':
      return { ...state, waitingCount: waitingCountOf(event.payload), place: placeOf(event.payload) };
    case 'StockCountApproved':
      return { ...state, waitingCount: null, countedAt: state.waitingCount?.countedAt ?? state.countedAt };
    case 'StockCountRejected':
      return { ...state, waitingCount: null };
    default:
      return state;
  }
}

function evolveReservations(
  state: StockState,
  { type, payload }: DomainEvent<'StockAllocated' | 'StockAllocationReleased'>,
): StockState {
  const { [payload.reservationId]: _, ...others } = state.reservations ?? {};
  const { quantity, allocatedAfter: allocated } = payload;
  const reservations =
    type === 'StockAllocated'
      ? { ...others, [payload.reservationId]: { quantity, until: payload.until } }
      : others;
  return { ...state, allocated, reservations, place: placeOf(payload) };
}

function placeOf({ productId, locationId }: StockPlace): StockPlace {
  return { productId, locationId };
}

function waitingCountOf(started: StockCountStarted): WaitingCount {
  const { countId, counted, expected, countedBy, countedAt } = started;
  return { countId, difference: exact(counted - expected), countedBy, countedAt };
}

/** Sums of decimals drift in binary; three decimals are all that quantities have. */
export function exact(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}

/** A movement's payload. */
export function changeOf(state: StockState, change: number, { productId, locationId }: StockPlace) {
  return {
    productId,
    locationId,
    quantity: exact(change),
    onHandBefore: state.onHand,
    onHandAfter: exact(state.onHand + change),
  };
}

/** More is wanted than there is to take. */
export function refuseShortage(state: StockState, wanted: number): Rejection {
  const { onHand, allocated = 0, quarantined = 0 } = state;
  const available = availableOf(state);
  const found =
    allocated === 0 && quarantined === 0
      ? `${onHand} on hand`
      : `${available} available (${onHand} on hand, ${allocated} allocated, ${quarantined} quarantined)`;
  return reject(409, 'Not enough stock', {
    detail: `${found}, ${wanted} wanted: correct the stock first if the count is wrong`,
    extra: { onHand, allocated, quarantined, available },
  });
}
