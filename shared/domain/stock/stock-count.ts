/** Counts by hand: a small difference holds at once, a large one when somebody else has approved it. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { StockCounted } from '#shared/contracts/events/stock.ts';
import { accept, reject, type Decision, type Rejection } from '#shared/domain/decider.ts';

import {
  changeOf,
  evolveStock,
  exact,
  heldOf,
  supersedeCount,
  type StockPlace,
  type StockState,
} from './stock-level.ts';

/** A difference of up to this value holds without approval: 100.00 of the tenant's currency, in minor units. */
export const countDifferenceLimitMinor = 10_000;

/** What was counted, by whom, and what a unit costs in the tenant's currency, where that is known. */
export type HandCount = {
  readonly countId: string;
  readonly counted: number;
  readonly countedBy: string;
  readonly countedAt: string;
  readonly unitCostMinor: number | null;
  readonly currency: string;
};

/**
 * Counts the stock. A difference whose value is not known waits, like a large one. A waiting count is superseded. Less
 * than is promised or in quarantine cannot be counted: those have to be released first.
 */
export function countByHand(state: StockState, count: HandCount, place: StockPlace): Decision<StockState> {
  const { countedBy, unitCostMinor, ...said } = count;
  if (count.counted < heldOf(state)) return refuseBelowHeld(state, count.counted);
  const difference = exact(count.counted - state.onHand);
  const differenceValueMinor = valueOf(difference, unitCostMinor);
  const payload: StockCounted = { ...place, ...said, expected: state.onHand, differenceValueMinor };
  const superseded = supersedeCount(state, place);
  const holdsAtOnce =
    difference === 0 || (differenceValueMinor !== null && differenceValueMinor <= countDifferenceLimitMinor);
  const events: readonly DomainEvent[] = holdsAtOnce
    ? [{ type: 'StockCounted', payload }, ...adjusting(state, difference, place)]
    : [{ type: 'StockCountStarted', payload: { ...payload, countedBy } }];
  return accept(state, [...superseded, ...events], evolveStock);
}

/** What somebody decides on a waiting count. */
export type CountDecision = {
  readonly countId: string;
  readonly decision: 'approve' | 'reject';
  readonly decidedBy: string;
};

/**
 * Approves a waiting count, or rejects it. An approval shifts the stock as it is now by the difference that was counted,
 * so that what moved since stays moved.
 */
export function decideOnCount(
  state: StockState,
  { countId, decision, decidedBy }: CountDecision,
  place: StockPlace,
): Decision<StockState> {
  const waiting = state.waitingCount ?? null;
  if (waiting?.countId !== countId) {
    return reject(409, 'The count does not wait', {
      detail: 'it was decided before, or there is a newer count',
    });
  }
  if (waiting.countedBy === decidedBy) {
    return reject(403, 'Somebody else decides', { detail: 'who counted does not decide on the count' });
  }
  if (decision === 'reject') {
    const payload = { ...place, countId, because: 'rejected' } as const;
    return accept(state, [{ type: 'StockCountRejected', payload }], evolveStock);
  }
  const { difference } = waiting;
  const after = exact(state.onHand + difference);
  if (difference < 0 && after < heldOf(state)) return refuseBelowHeld(state, after);
  const approved: DomainEvent = { type: 'StockCountApproved', payload: { ...place, countId, difference } };
  return accept(state, [approved, ...adjusting(state, difference, place)], evolveStock);
}

function adjusting(state: StockState, difference: number, place: StockPlace): readonly DomainEvent[] {
  if (difference === 0) return [];
  return [{ type: 'StockAdjusted', payload: changeOf(state, difference, place) }];
}

function valueOf(difference: number, unitCostMinor: number | null): number | null {
  if (difference === 0) return 0;
  return unitCostMinor === null ? null : Math.round(Math.abs(difference) * unitCostMinor);
}

function refuseBelowHeld({ allocated = 0, quarantined = 0 }: StockState, left: number): Rejection {
  return reject(409, 'More is held than that', {
    detail: `${left} would be left, but ${allocated} are allocated and ${quarantined} quarantined: release those first`,
    extra: { allocated, quarantined },
  });
}
