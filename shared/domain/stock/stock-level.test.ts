import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { eventTypes, type DomainEvent } from '#shared/contracts/events/event-types.ts';

import {
  countStock,
  evolveStock,
  issueSold,
  moveStock,
  noStock,
  transferStock,
  type StockState,
} from './stock-level.ts';

const place = {
  productId: '00000000-0000-4000-8000-000000000001',
  locationId: '00000000-0000-4000-8000-000000000002',
};
const elsewhere = { ...place, counterpartLocationId: '00000000-0000-4000-8000-000000000003' };
const stock = (onHand: number): StockState => ({ onHand, countedAt: null });

describe('a movement', () => {
  test('carries the stock before and after', () => {
    const decision = moveStock(stock(5), { kind: 'issue', quantity: 2 }, place);
    expect(decision).toMatchObject({
      kind: 'accepted',
      events: [{ type: 'StockIssued', payload: { ...place, quantity: -2, onHandBefore: 5, onHandAfter: 3 } }],
      state: { onHand: 3 },
    });
  });

  test('does not drift in binary fractions', () => {
    expect(moveStock(stock(0.1), { kind: 'receive', quantity: 0.2 }, place)).toMatchObject({
      state: { onHand: 0.3 },
    });
  });

  test('takes the last piece, and not one more', () => {
    expect(moveStock(stock(2), { kind: 'issue', quantity: 2 }, place).kind).toBe('accepted');
    expect(moveStock(stock(2), { kind: 'issue', quantity: 3 }, place)).toMatchObject({
      kind: 'rejected',
      status: 409,
      extra: { onHand: 2 },
    });
    expect(moveStock(stock(2), { kind: 'adjust', quantity: -3 }, place).kind).toBe('rejected');
    expect(transferStock(stock(2), -3, elsewhere).kind).toBe('rejected');
  });

  test('may bring up a stock that is below zero', () => {
    expect(moveStock(stock(-5), { kind: 'receive', quantity: 2 }, place)).toMatchObject({
      state: { onHand: -3 },
    });
  });
});

describe('a count', () => {
  const count = (onHand: number, asOf: string) => ({ onHand, asOf, importId: null });

  test('makes the first record even of nothing, and no second one of the same', () => {
    const first = countStock(noStock, count(0, '2026-11-20T08:00:00Z'), { ...place, isNew: true });
    expect(first).toMatchObject({ events: [{ type: 'StockImported', payload: { quantity: 0 } }] });
    const second = countStock(stock(0), count(0, '2026-11-21T08:00:00Z'), { ...place, isNew: false });
    expect(second).toMatchObject({ kind: 'accepted', events: [] });
  });

  test('that is older than the newest is refused', () => {
    const counted: StockState = { onHand: 4, countedAt: '2026-11-20T08:00:00Z' };
    const older = countStock(counted, count(9, '2026-11-20T08:00:00+01:00'), { ...place, isNew: false });
    expect(older).toMatchObject({ kind: 'rejected', status: 409 });
  });
});

test('sold units leave the stock even below zero, returns come back', () => {
  expect(issueSold(stock(1), { quantity: 3, importId: null }, place)).toMatchObject({
    events: [{ type: 'StockIssued' }],
    state: { onHand: -2 },
  });
  expect(issueSold(stock(1), { quantity: -3, importId: null }, place)).toMatchObject({
    events: [{ type: 'StockReceived' }],
    state: { onHand: 4 },
  });
  expect(issueSold(stock(1), { quantity: 0, importId: null }, place)).toMatchObject({ events: [] });
});

test('whatever is done, events are valid, each begins where the one before ended, and their fold is the state', () => {
  const quantity = fc.integer({ min: 1, max: 100_000 }).map((thousandths) => thousandths / 1000);
  const step = fc.oneof(
    fc.record({ kind: fc.constantFrom('receive' as const, 'issue' as const), quantity }),
    fc.record({
      kind: fc.constant('adjust' as const),
      quantity: fc.integer({ min: -1000, max: 1000 }).filter((n) => n !== 0),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let state = noStock;
      const events: DomainEvent[] = [];
      for (const movement of steps) {
        const decision = moveStock(state, movement, place);
        if (decision.kind === 'rejected') continue;
        events.push(...decision.events);
        state = decision.state;
      }
      expect(events.every(({ type, payload }) => v.is(eventTypes[type].payload, payload))).toBe(true);
      expect(events.reduce(evolveStock, noStock)).toEqual(state);
      expect(state.onHand).toBeGreaterThanOrEqual(0);
    }),
  );
});
