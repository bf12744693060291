/** Promises of stock: made, given back, kept. A promise holds its stock until it is released. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, reject, type Acceptance, type Decision } from '#shared/domain/decider.ts';

import {
  availableOf,
  changeOf,
  evolveStock,
  exact,
  heldOf,
  refuseShortage,
  type StockPlace,
  type StockState,
} from './stock-level.ts';

/** A promise to be made. */
export type NewReservation = {
  readonly reservationId: string;
  readonly quantity: number;
  readonly reference: string;
  readonly until: string | null;
};

/** Promises stock; never more than is available. */
export function reserveStock(
  state: StockState,
  reservation: NewReservation,
  place: StockPlace,
): Decision<StockState> {
  const { quantity } = reservation;
  if (quantity > availableOf(state)) return refuseShortage(state, quantity);
  const allocatedBefore = state.allocated ?? 0;
  const allocatedAfter = exact(allocatedBefore + quantity);
  const payload = { ...place, ...reservation, allocatedBefore, allocatedAfter };
  return accept(state, [{ type: 'StockAllocated', payload }], evolveStock);
}

/** Gives a promise back; after its last day it has expired. No event where it is over already. */
export function releaseReservation(
  state: StockState,
  release: { readonly reservationId: string; readonly today: string },
  place: StockPlace,
): Acceptance<StockState> {
  const { reservationId, today } = release;
  const until = state.reservations?.[reservationId]?.until ?? null;
  const because = until !== null && until < today ? 'expired' : 'cancelled';
  return accept(state, releasing(state, { reservationId, because }, place), evolveStock);
}

/** Keeps a promise: it is released and its stock leaves, both or neither. */
export function shipReservation(
  state: StockState,
  reservationId: string,
  place: StockPlace,
): Decision<StockState> {
  const reservation = state.reservations?.[reservationId];
  if (reservation === undefined)
    return reject(409, 'The reservation is over', { detail: 'it was shipped or released before' });
  const [released] = releasing(state, { reservationId, because: 'shipped' }, place);
  if (released === undefined) throw new Error('a reservation that is there must be released');
  const free = evolveStock(state, released);
  const payload = changeOf(free, -reservation.quantity, place);
  // Recorded sales may have taken what was promised.
  if (payload.onHandAfter < heldOf(free)) return refuseShortage(free, reservation.quantity);
  return accept(state, [released, { type: 'StockIssued', payload }], evolveStock);
}

/** Gives back every promise whose last day is over. */
export function releaseLapsed(state: StockState, today: string, place: StockPlace): Acceptance<StockState> {
  return lapsing(state)
    .filter(({ until }) => until < today)
    .reduce<Acceptance<StockState>>(
      (before, { reservationId }) => {
        const [event] = releasing(before.state, { reservationId, because: 'expired' }, place);
        if (event === undefined) return before;
        return { ...before, events: [...before.events, event], state: evolveStock(before.state, event) };
      },
      accept(state, [], evolveStock),
    );
}

/** The promises that have a last day. */
export function lapsing(
  state: StockState,
): readonly { readonly reservationId: string; readonly until: string }[] {
  return Object.entries(state.reservations ?? {}).flatMap(([reservationId, { until }]) =>
    until === null ? [] : [{ reservationId, until }],
  );
}

type Release = { readonly reservationId: string; readonly because: 'shipped' | 'cancelled' | 'expired' };

function releasing(state: StockState, { reservationId, because }: Release, place: StockPlace): DomainEvent[] {
  const reservation = state.reservations?.[reservationId];
  if (reservation === undefined) return [];
  const { quantity } = reservation;
  const allocatedBefore = state.allocated ?? 0;
  const allocatedAfter = exact(allocatedBefore - quantity);
  const payload = { ...place, reservationId, quantity, allocatedBefore, allocatedAfter, because };
  return [{ type: 'StockAllocationReleased', payload }];
}
