/** Orders between their issue and their goods, and random lives of orders against what must always hold. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import type { PurchaseOrderStatus } from '#shared/contracts/api/models/purchasing.ts';
import { eventTypes, type DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { Decision } from '#shared/domain/decider.ts';

import { careForOrder } from './care-for-order.ts';
import { purchaseOrderCan } from './purchase-order-can.ts';
import { evolvePurchaseOrder, type PurchaseOrderState } from './purchase-order.ts';
import { closeShort, receiveGoods, reverseReceipt } from './receive-goods.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const line = (lineNumber: number, quantity: number) => ({
  lineNumber,
  productId: id(lineNumber),
  quantity,
  unitPriceMinor: 100,
  recommendedQuantity: quantity,
  steps: [],
});
const proposed: DomainEvent = {
  type: 'PurchaseOrderProposed',
  payload: {
    number: 'PO-1',
    supplierId: id(90),
    locationId: id(91),
    currency: 'EUR',
    lines: [line(1, 100), line(2, 10)],
  },
};
const approvedEvent: DomainEvent = {
  type: 'PurchaseOrderApproved',
  payload: { approvalId: null, revision: 1, auto: true, undoUntil: null },
};
const issuedEvent: DomainEvent = {
  type: 'PurchaseOrderIssued',
  payload: { channel: 'recorded', expectedAt: '2026-12-01' },
};
const approved = [approvedEvent].reduce(evolvePurchaseOrder, evolvePurchaseOrder(null, proposed));
const issued = evolvePurchaseOrder(approved, issuedEvent);

function accepted(decision: Decision<PurchaseOrderState>) {
  if (decision.kind === 'rejected') throw new Error(`rejected: ${decision.title}`);
  for (const event of decision.events) v.parse(eventTypes[event.type].payload, event.payload);
  return decision;
}
const typesOf = (events: readonly DomainEvent[]): string[] => events.map(({ type }) => type);
const receive = (order: PurchaseOrderState, receipt: number, lines: readonly (readonly [number, number])[]) =>
  receiveGoods(order, {
    receiptId: id(receipt),
    accepted: lines.map(([lineNumber, quantity]) => ({ lineNumber, quantity })),
    rejected: [],
  });

describe('an order on its way', () => {
  it('is acknowledged with a promised day, which may move', () => {
    const { state } = accepted(careForOrder(issued, { action: 'acknowledge', promisedDate: '2026-12-03' }));
    expect(state).toMatchObject({ status: 'Acknowledged', promisedDate: '2026-12-03' });
    const moved = accepted(
      careForOrder(state, { action: 'reschedule', promisedDate: '2026-12-09', by: 'supplier' }),
    );
    expect(moved.events[0]?.payload).toEqual({ from: '2026-12-03', to: '2026-12-09', by: 'supplier' });
    const again = careForOrder(moved.state, {
      action: 'reschedule',
      promisedDate: '2026-12-09',
      by: 'supplier',
    });
    expect(accepted(again).events).toEqual([]);
  });

  it.each([
    ['Approved', approved],
    ['Issued', issued],
  ] as const)(
    'held while %s goes on there when it is released, and takes no goods meanwhile',
    (status, order) => {
      const held = accepted(careForOrder(order, { action: 'hold' })).state;
      expect(held.status).toBe('OnHold');
      expect(receive(held, 1, [[1, 5]])).toMatchObject({ kind: 'rejected', status: 409 });
      expect(accepted(careForOrder(held, { action: 'release' })).state.status).toBe(status);
    },
  );

  it('keeps rejected goods out of the stock and goes on waiting for them', () => {
    const decision = receiveGoods(issued, {
      receiptId: id(1),
      accepted: [{ lineNumber: 1, quantity: 100 }],
      rejected: [{ lineNumber: 2, quantity: 4 }],
    });
    const { events, state } = accepted(decision);
    expect(typesOf(events)).toEqual([
      'GoodsReceived',
      'GoodsRejected',
      'DeliveryDiscrepancyRecorded',
      'PurchaseOrderPartiallyReceived',
    ]);
    expect(state).toMatchObject({ status: 'PartiallyReceived', received: { 1: 100 } });
  });

  it('records what was delivered beyond the order', () => {
    const { events } = accepted(receive(issued, 1, [[1, 105]]));
    expect(events[1]).toEqual({
      type: 'DeliveryDiscrepancyRecorded',
      payload: { lineNumber: 1, kind: 'over', quantity: 5 },
    });
  });

  it('is closed short after a receipt only, and says what never came', () => {
    expect(closeShort(issued)).toMatchObject({ kind: 'rejected', status: 409 });
    const partly = accepted(receive(issued, 1, [[1, 60]])).state;
    const { events, state } = accepted(closeShort(partly));
    expect(events.slice(0, 2).map(({ payload }) => payload)).toEqual([
      { lineNumber: 1, kind: 'short', quantity: 40 },
      { lineNumber: 2, kind: 'short', quantity: 10 },
    ]);
    expect(state.status).toBe('Closed');
  });

  it('is where it was before when its receipts are reversed, one by one', () => {
    const acknowledged = accepted(
      careForOrder(issued, { action: 'acknowledge', promisedDate: '2026-12-03' }),
    ).state;
    const first = accepted(receive(acknowledged, 1, [[1, 60]])).state;
    const second = accepted(
      receive(first, 2, [
        [1, 40],
        [2, 10],
      ]),
    ).state;
    expect(second.status).toBe('Closed');
    const back = accepted(reverseReceipt(second, id(2))).state;
    expect(back).toMatchObject({ status: 'PartiallyReceived', received: { 1: 60 } });
    const all = accepted(reverseReceipt(back, id(1))).state;
    expect(all).toMatchObject({ status: 'Acknowledged', received: { 1: 0, 2: 0 }, receipts: {} });
    expect(reverseReceipt(all, id(1))).toMatchObject({ kind: 'rejected', status: 404 });
  });
});

type Step = (order: PurchaseOrderState, n: number) => Decision<PurchaseOrderState>;
const quantity = fc.integer({ min: 1, max: 120 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ lineNumber: fc.integer({ min: 1, max: 3 }), quantity }).map(
    ({ lineNumber, quantity: came }): Step =>
      (order, n) =>
        receive(order, n, [[lineNumber, came]]),
  ),
  fc.integer({ min: 0, max: 9 }).map((which): Step => (order) => {
    const receipts = Object.keys(order.receipts ?? {});
    return reverseReceipt(order, receipts[which % Math.max(1, receipts.length)] ?? id(999));
  }),
  fc.constant<Step>((order) => closeShort(order)),
  fc.constantFrom('hold', 'release').map(
    (action): Step =>
      (order) =>
        careForOrder(order, { action }),
  ),
  fc.constant<Step>((order) => careForOrder(order, { action: 'acknowledge', promisedDate: '2026-12-03' })),
  fc.constant<Step>((order) => careForOrder(order, { action: 'comment', text: 'where is it?' })),
);
const ended: readonly PurchaseOrderStatus[] = ['Closed', 'Rejected', 'Cancelled', 'Superseded'];
const allowedAfterEnd = new Set([
  'PurchaseOrderCommented',
  'DeliveryDiscrepancyRecorded',
  'GoodsReceiptReversed',
]);

it('no sequence of a thousand breaks what must hold of an order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let order = issued;
      const log: DomainEvent[] = [proposed, approvedEvent, issuedEvent];
      for (const [n, take] of steps.entries()) {
        const wasEnded = ended.includes(order.status);
        const decision = take(order, n + 1);
        if (decision.kind === 'rejected') continue;
        for (const event of decision.events) {
          v.parse(eventTypes[event.type].payload, event.payload);
          expect(wasEnded && !allowedAfterEnd.has(event.type)).toBe(false);
        }
        log.push(...decision.events);
        order = decision.state;
        for (const { lineNumber, quantity: ordered } of order.lines) {
          const came = order.received[lineNumber] ?? 0;
          expect(came).toBeGreaterThanOrEqual(0);
          expect(came).toBeLessThanOrEqual(ordered * 1.1);
          const standing = Object.values(order.receipts ?? {})
            .flat()
            .filter((row) => row.lineNumber === lineNumber)
            .reduce((sum, row) => sum + row.quantity, 0);
          expect(came).toBe(standing);
        }
        expect(order.status === 'OnHold').toBe(order.heldFrom != null);
      }
      const [first, ...rest] = log;
      if (first === undefined) throw new Error('an order without events');
      // Replaying the stream gives the state, byte for byte.
      expect(JSON.stringify(rest.reduce(evolvePurchaseOrder, evolvePurchaseOrder(null, first)))).toBe(
        JSON.stringify(order),
      );
    }),
    { numRuns: 1000 },
  );
});

it('what may be done with an order is one table', () => {
  expect(purchaseOrderCan('cancel', 'PartiallyReceived')).toBe(false);
  expect(purchaseOrderCan('closeShort', 'PartiallyReceived')).toBe(true);
  for (const status of ['Rejected', 'Cancelled', 'Superseded'] as const) {
    for (const action of ['decide', 'receive', 'hold', 'cancel', 'reverseReceipt', 'reschedule'] as const)
      expect(purchaseOrderCan(action, status)).toBe(false);
  }
});
