import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { eventTypes, type DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { Decision } from '#shared/domain/decider.ts';

import { quarantineStock, releaseQuarantine } from './quarantine.ts';
import { releaseLapsed, releaseReservation, reserveStock, shipReservation } from './reservations.ts';
import { countByHand, countDifferenceLimitMinor, decideOnCount } from './stock-count.ts';
import {
  availableOf,
  countStock,
  evolveStock,
  issueSold,
  moveStock,
  noStock,
  transferStock,
  type StockState,
} from './stock-level.ts';

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const place = { productId: idOf(1), locationId: idOf(2) };
const today = '2026-11-22';
const countedAt = '2026-11-22T10:00:00.000Z';

function accepted(decision: Decision<StockState>): StockState {
  if (decision.kind === 'rejected') throw new Error(`${decision.title}: ${decision.detail}`);
  return decision.state;
}

const stock = (onHand: number): StockState => ({ onHand, countedAt: null });
const reservation = (n: number, quantity: number, until: string | null = null) => ({
  reservationId: idOf(n),
  quantity,
  reference: `SO-${n}`,
  until,
});
const reserved = (onHand: number, quantity: number, until: string | null = null) =>
  accepted(reserveStock(stock(onHand), reservation(10, quantity, until), place));

describe('a reservation', () => {
  test('takes from what is available, and carries what was allocated before and after', () => {
    expect(reserveStock(reserved(10, 4), reservation(11, 6), place)).toMatchObject({
      events: [{ type: 'StockAllocated', payload: { allocatedBefore: 4, allocatedAfter: 10 } }],
    });
  });

  test('of more than is available is refused with what is available', () => {
    expect(reserveStock(reserved(10, 4), reservation(11, 7), place)).toMatchObject({
      kind: 'rejected',
      status: 409,
      extra: { onHand: 10, allocated: 4, quarantined: 0, available: 6 },
    });
  });

  test('keeps its stock from being issued, adjusted away, moved or set apart', () => {
    const state = reserved(10, 4);
    expect(moveStock(state, { kind: 'issue', quantity: 6 }, place).kind).toBe('accepted');
    expect(moveStock(state, { kind: 'issue', quantity: 7 }, place)).toMatchObject({
      status: 409,
      extra: { available: 6 },
    });
    expect(moveStock(state, { kind: 'adjust', quantity: -7 }, place).kind).toBe('rejected');
    expect(transferStock(state, -7, { ...place, counterpartLocationId: idOf(3) }).kind).toBe('rejected');
    expect(quarantineStock(state, 7, place).kind).toBe('rejected');
  });

  test('that is shipped leaves with its stock in one go, and cannot be shipped again', () => {
    const shipped = shipReservation(reserved(10, 4), idOf(10), place);
    expect(shipped).toMatchObject({
      events: [
        { type: 'StockAllocationReleased', payload: { because: 'shipped', allocatedAfter: 0 } },
        { type: 'StockIssued', payload: { quantity: -4, onHandAfter: 6 } },
      ],
    });
    expect(shipReservation(accepted(shipped), idOf(10), place)).toMatchObject({ status: 409 });
  });

  test('whose stock was sold elsewhere cannot be shipped', () => {
    const sold = accepted(issueSold(reserved(10, 4), { quantity: 8, importId: null }, place));
    expect(shipReservation(sold, idOf(10), place)).toMatchObject({ status: 409 });
  });

  test('is cancelled when given back, expired after its last day, and nothing when it is over', () => {
    const release = (state: StockState) =>
      releaseReservation(state, { reservationId: idOf(10), today }, place);
    expect(release(reserved(10, 4, today)).events).toMatchObject([{ payload: { because: 'cancelled' } }]);
    const over = release(reserved(10, 4, '2026-11-21'));
    expect(over.events).toMatchObject([{ payload: { because: 'expired' } }]);
    expect(release(over.state).events).toEqual([]);
  });

  test('gives way after its last day, not on it', () => {
    const both = accepted(reserveStock(reserved(10, 4, '2026-11-21'), reservation(11, 5, today), place));
    const { events, state } = releaseLapsed(both, today, place);
    expect(events).toMatchObject([{ payload: { reservationId: idOf(10), because: 'expired' } }]);
    expect(availableOf(state)).toBe(5);
  });
});

describe('quarantine', () => {
  const apart = accepted(quarantineStock(stock(10), 3, place));

  test('takes stock off what is available and leaves it on hand', () => {
    expect(apart).toMatchObject({ onHand: 10, quarantined: 3 });
    expect(availableOf(apart)).toBe(7);
  });

  test('lets stock be used again, or leave for good', () => {
    const used = accepted(releaseQuarantine(apart, { quantity: 1, scrap: false }, place));
    expect(used).toMatchObject({ onHand: 10, quarantined: 2 });
    const scrapped = releaseQuarantine(used, { quantity: 2, scrap: true }, place);
    expect(scrapped).toMatchObject({
      events: [{ type: 'StockReleasedFromQuarantine' }, { type: 'StockIssued', payload: { quantity: -2 } }],
      state: { onHand: 8, quarantined: 0 },
    });
  });

  test('lets no more out than is in it', () => {
    expect(releaseQuarantine(apart, { quantity: 4, scrap: false }, place)).toMatchObject({
      status: 409,
      extra: { quarantined: 3 },
    });
  });
});

describe('a count by hand', () => {
  const count = (
    state: StockState,
    counted: number,
    unitCostMinor: number | null = 1000,
    countId = idOf(20),
  ) =>
    countByHand(
      state,
      { countId, counted, countedBy: 'carla', countedAt, unitCostMinor, currency: 'EUR' },
      place,
    );
  const decide = (
    state: StockState,
    decision: 'approve' | 'reject',
    decidedBy = 'anton',
    countId = idOf(20),
  ) => decideOnCount(state, { countId, decision, decidedBy }, place);

  test('holds at once up to the limit, the limit included', () => {
    const atLimit = count(stock(20), 20 - countDifferenceLimitMinor / 1000);
    expect(atLimit).toMatchObject({
      events: [
        { type: 'StockCounted', payload: { expected: 20, counted: 10, differenceValueMinor: 10_000 } },
        { type: 'StockAdjusted', payload: { quantity: -10, onHandAfter: 10 } },
      ],
      state: { onHand: 10, countedAt },
    });
    expect(count(stock(20), 9.999)).toMatchObject({ events: [{ type: 'StockCountStarted' }] });
  });

  test('without a difference holds whatever the product costs, and changes nothing', () => {
    expect(count(stock(20), 20, null)).toMatchObject({
      events: [{ type: 'StockCounted', payload: { differenceValueMinor: 0 } }],
      state: { onHand: 20 },
    });
  });

  test('with a difference of unknown value waits', () => {
    expect(count(stock(20), 19, null)).toMatchObject({
      events: [{ type: 'StockCountStarted', payload: { differenceValueMinor: null } }],
      state: { onHand: 20 },
    });
  });

  test('that waits is decided by somebody else than who counted', () => {
    const waiting = accepted(count(stock(20), 5));
    expect(decide(waiting, 'approve', 'carla')).toMatchObject({ status: 403 });
    expect(decide(waiting, 'reject', 'carla')).toMatchObject({ status: 403 });
    expect(decide(waiting, 'reject')).toMatchObject({
      events: [{ type: 'StockCountRejected', payload: { because: 'rejected' } }],
      state: { onHand: 20, waitingCount: null },
    });
  });

  test('that is approved shifts the stock as it is then by the difference that was counted', () => {
    const waiting = accepted(count(stock(20), 5));
    const later = accepted(moveStock(waiting, { kind: 'receive', quantity: 100 }, place));
    const approved = decide(later, 'approve');
    expect(approved).toMatchObject({
      events: [
        { type: 'StockCountApproved', payload: { difference: -15 } },
        { type: 'StockAdjusted', payload: { quantity: -15, onHandBefore: 120, onHandAfter: 105 } },
      ],
    });
    expect(decide(accepted(approved), 'approve')).toMatchObject({ status: 409 });
  });

  test('replaces one that waits, and so does stock set from elsewhere', () => {
    const waiting = accepted(count(stock(20), 5));
    const again = count(waiting, 6, 1000, idOf(21));
    expect(again).toMatchObject({
      events: [
        { type: 'StockCountRejected', payload: { countId: idOf(20), because: 'superseded' } },
        { type: 'StockCountStarted', payload: { countId: idOf(21) } },
      ],
    });
    expect(decide(accepted(again), 'approve')).toMatchObject({ status: 409 });
    const set = countStock(
      waiting,
      { onHand: 20, asOf: countedAt, importId: null },
      { ...place, isNew: false },
    );
    expect(set).toMatchObject({ events: [{ type: 'StockCountRejected' }], state: { waitingCount: null } });
  });

  test('of less than is held is refused, when counted and when approved', () => {
    expect(count(reserved(10, 4), 3)).toMatchObject({ status: 409, extra: { allocated: 4 } });
    const waiting = accepted(count(stock(30), 5));
    const held = accepted(reserveStock(waiting, reservation(10, 6), place));
    expect(decide(held, 'approve')).toMatchObject({ status: 409, extra: { allocated: 6 } });
  });
});

type Decide = (state: StockState, index: number) => Decision<StockState>;

const quantity = fc.integer({ min: 1, max: 20_000 }).map((thousandths) => thousandths / 1000);
const someReservation = (state: StockState, which: number): string =>
  Object.keys(state.reservations ?? {})[which] ?? idOf(999);
const decideCount =
  (decision: 'approve' | 'reject'): Decide =>
  (state) => {
    const countId = state.waitingCount?.countId ?? idOf(998);
    return decideOnCount(state, { countId, decision, decidedBy: 'anton' }, place);
  };
const step: fc.Arbitrary<Decide> = fc.oneof(
  fc.record({ kind: fc.constantFrom('receive' as const, 'issue' as const), quantity }).map(
    (movement): Decide =>
      (state) =>
        moveStock(state, movement, place),
  ),
  fc.tuple(quantity, fc.constantFrom(null, '2026-11-01')).map(
    ([amount, until]): Decide =>
      (state, index) =>
        reserveStock(state, reservation(1000 + index, amount, until), place),
  ),
  fc.nat(20).map(
    (which): Decide =>
      (state) =>
        releaseReservation(state, { reservationId: someReservation(state, which), today }, place),
  ),
  fc.nat(20).map(
    (which): Decide =>
      (state) =>
        shipReservation(state, someReservation(state, which), place),
  ),
  fc.constant<Decide>((state) => releaseLapsed(state, today, place)),
  quantity.map(
    (amount): Decide =>
      (state) =>
        quarantineStock(state, amount, place),
  ),
  fc.record({ quantity, scrap: fc.boolean() }).map(
    (release): Decide =>
      (state) =>
        releaseQuarantine(state, release, place),
  ),
  quantity.map(
    (amount): Decide =>
      (state) =>
        transferStock(state, -amount, { ...place, counterpartLocationId: idOf(3) }),
  ),
  quantity.map((counted): Decide => (state, index) => {
    const said = { countId: idOf(5000 + index), counted, countedBy: 'carla', countedAt };
    return countByHand(state, { ...said, unitCostMinor: 2000, currency: 'EUR' }, place);
  }),
  fc.constantFrom(decideCount('approve'), decideCount('reject')),
);

test('whatever is done, what is held stays on hand, sums are exact, and the events replayed are the state', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let state = noStock;
      const events: DomainEvent[] = [];
      for (const [index, decide] of steps.entries()) {
        const decision = decide(state, index);
        if (decision.kind === 'rejected') continue;
        events.push(...decision.events);
        state = decision.state;
        expect(availableOf(state)).toBeGreaterThanOrEqual(0);
      }
      const sum = (numbers: readonly number[]): number =>
        numbers.reduce((total, each) => total + Math.round(each * 1000), 0) / 1000;
      const quantities = Object.values(state.reservations ?? {}).map((each) => each.quantity);
      expect(state.allocated ?? 0).toBe(sum(quantities));
      const moved = events.flatMap((event) =>
        'onHandAfter' in event.payload ? [event.payload.quantity] : [],
      );
      expect(state.onHand).toBe(sum(moved));
      expect(events.every(({ type, payload }) => v.is(eventTypes[type].payload, payload))).toBe(true);
      expect(JSON.stringify(events.reduce(evolveStock, noStock))).toBe(JSON.stringify(state));
    }),
    { numRuns: 300 },
  );
});
