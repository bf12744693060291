/** Stock that is on hand and may not be used: damaged, suspected, to be looked at. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, reject, type Decision } from '#shared/domain/decider.ts';

import {
  availableOf,
  changeOf,
  evolveStock,
  exact,
  refuseShortage,
  type StockPlace,
  type StockState,
} from './stock-level.ts';

/** Sets stock apart; never more than is available. */
export function quarantineStock(
  state: StockState,
  quantity: number,
  place: StockPlace,
): Decision<StockState> {
  if (quantity > availableOf(state)) return refuseShortage(state, quantity);
  return accept(
    state,
    [{ type: 'StockQuarantined', payload: quarantineOf(state, quantity, place) }],
    evolveStock,
  );
}

/** Lets stock out of quarantine, to be used again or, scrapped, to leave. */
export function releaseQuarantine(
  state: StockState,
  release: { readonly quantity: number; readonly scrap: boolean },
  place: StockPlace,
): Decision<StockState> {
  const { quantity, scrap } = release;
  const quarantined = state.quarantined ?? 0;
  if (quantity > quarantined) {
    return reject(409, 'Not so much in quarantine', {
      detail: `${quarantined} in quarantine, ${quantity} to be released`,
      extra: { quarantined },
    });
  }
  const payload = quarantineOf(state, -quantity, place);
  const events: DomainEvent[] = [{ type: 'StockReleasedFromQuarantine', payload }];
  if (scrap) {
    const issued = changeOf(state, -quantity, place);
    // Recorded sales may have taken what was set apart.
    if (issued.onHandAfter < 0) return refuseShortage(state, quantity);
    events.push({ type: 'StockIssued', payload: issued });
  }
  return accept(state, events, evolveStock);
}

function quarantineOf(state: StockState, change: number, place: StockPlace) {
  const quarantinedBefore = state.quarantined ?? 0;
  const quarantinedAfter = exact(quarantinedBefore + change);
  return { ...place, quantity: Math.abs(change), quarantinedBefore, quarantinedAfter };
}
