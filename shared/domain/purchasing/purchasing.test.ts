import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import type { DecisionInput } from '#shared/contracts/api/write-bodies.ts';
import { type DomainEvent, eventTypes } from '#shared/contracts/events/event-types.ts';
import type { Decision } from '#shared/domain/decider.ts';

import { type DecisionContext, decideOnOrder } from './decide-on-order.ts';
import { orderValueMinor } from './order-value.ts';
import { type PurchaseOrderState, evolvePurchaseOrder } from './purchase-order.ts';
import { receiveGoods } from './receive-goods.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const line = (lineNumber: number, quantity: number, unitPriceMinor: number) => ({
  lineNumber,
  productId: id(lineNumber),
  quantity,
  unitPriceMinor,
  recommendedQuantity: quantity,
  steps: [],
});
const proposed: DomainEvent = {
  type: 'PurchaseOrderProposed',
  payload: {
    number: 'PO-1001',
    supplierId: id(90),
    locationId: id(91),
    currency: 'EUR',
    lines: [line(1, 200, 840), line(2, 10, 1999)],
  },
};
const requested: DomainEvent = {
  type: 'PurchaseOrderApprovalRequested',
  payload: {
    approvalId: id(80),
    revision: 1,
    valueMinor: 187_990,
    requiredCount: 1,
    expiresAt: '2026-11-29T08:00:00Z',
  },
};
const pending = [requested].reduce(evolvePurchaseOrder, evolvePurchaseOrder(null, proposed));

function upTo(limitMinor: number): Pick<DecisionContext, 'limitMinor' | 'verdictOn'> {
  return {
    limitMinor,
    verdictOn: (valueMinor) =>
      valueMinor <= limitMinor ? { may: true, onBehalfOf: null } : { may: false, because: 'limit' },
  };
}

const context: DecisionContext = {
  approvalId: id(80),
  today: '2026-11-22',
  undoUntil: null,
  ...upTo(500_000),
  requiredCountOf: () => 1,
  level: 1,
  requiredCount: 1,
  note: null,
};
const input = (change: Partial<DecisionInput>): DecisionInput => ({
  decision: 'approve',
  factsHash: 'a'.repeat(64),
  revision: 1,
  alsoApprove: false,
  undoSeconds: 0,
  ...change,
});
const reason = { code: 'budget' } as const;

function accepted(decision: Decision<PurchaseOrderState>) {
  if (decision.kind === 'rejected') throw new Error(`rejected: ${decision.title}`);
  for (const event of decision.events) v.parse(eventTypes[event.type].payload, event.payload);
  return decision;
}
const typesOf = (events: readonly DomainEvent[]): string[] => events.map((event) => event.type);

describe('deciding on an order', () => {
  it('approves it with one grant', () => {
    const { events, state } = accepted(decideOnOrder(pending, input({}), context));
    expect(typesOf(events)).toEqual(['PurchaseOrderApprovalGranted', 'PurchaseOrderApproved']);
    expect(state.status).toBe('Approved');
  });

  it('waits for the second of two grants', () => {
    const first = accepted(decideOnOrder(pending, input({}), { ...context, requiredCount: 2 }));
    expect(typesOf(first.events)).toEqual(['PurchaseOrderApprovalGranted']);
    expect(first.state.status).toBe('PendingApproval');
    const second = accepted(
      decideOnOrder(first.state, input({}), { ...context, requiredCount: 2, level: 2 }),
    );
    expect(second.state.status).toBe('Approved');
  });

  it.each([
    [187_990, 'accepted'],
    [187_989, 'rejected'],
  ])('with a limit of %d minor units is %s', (limitMinor, kind) => {
    expect(decideOnOrder(pending, input({}), { ...context, ...upTo(limitMinor) }).kind).toBe(kind);
  });

  it('amends lines, drops those of quantity 0, and makes a new revision that waits', () => {
    const lines = [
      { lineNumber: 1, quantity: 120 },
      { lineNumber: 2, quantity: 0 },
    ];
    const { state } = accepted(decideOnOrder(pending, input({ decision: 'amend', lines, reason }), context));
    expect(state).toMatchObject({
      status: 'PendingApproval',
      revision: 2,
      lines: [{ lineNumber: 1, quantity: 120 }],
    });
    expect(state.proposedProductIds).toHaveLength(2);
  });

  it('approves an amended order at once where the limit covers the new value', () => {
    const amend = input({
      decision: 'amend',
      lines: [{ lineNumber: 1, quantity: 100 }],
      reason,
      alsoApprove: true,
    });
    expect(accepted(decideOnOrder(pending, amend, context)).state.status).toBe('Approved');
    expect(decideOnOrder(pending, amend, { ...context, ...upTo(100_000) })).toMatchObject({
      kind: 'rejected',
      status: 403,
    });
  });

  it('does not approve a changed order that needs two people now', () => {
    const amend = input({
      decision: 'amend',
      lines: [{ lineNumber: 1, quantity: 250 }],
      reason,
      alsoApprove: true,
    });
    const requiredCountOf = (valueMinor: number): number => (valueMinor > 200_000 ? 2 : 1);
    const { events, state } = accepted(decideOnOrder(pending, amend, { ...context, requiredCountOf }));
    expect(typesOf(events)).toEqual(['PurchaseOrderAmended']);
    expect(state.status).toBe('PendingApproval');
  });

  it('refuses to amend every line away, or a line that is not there', () => {
    const none = [
      { lineNumber: 1, quantity: 0 },
      { lineNumber: 2, quantity: 0 },
    ];
    for (const lines of [none, [{ lineNumber: 7, quantity: 1 }]]) {
      expect(decideOnOrder(pending, input({ decision: 'amend', lines, reason }), context)).toMatchObject({
        status: 400,
      });
    }
  });

  it('postpones to a day after today only', () => {
    const until = (day: string) =>
      decideOnOrder(pending, input({ decision: 'postpone', wake: { until: day }, reason }), context);
    expect(until('2026-11-22')).toMatchObject({ kind: 'rejected', status: 400 });
    expect(accepted(until('2026-11-23')).state).toMatchObject({
      status: 'Postponed',
      wake: { until: '2026-11-23' },
    });
  });

  it('refuses a decision on another revision, another approval, or an order that does not wait', () => {
    expect(decideOnOrder(pending, input({ revision: 2 }), context)).toMatchObject({
      status: 409,
      extra: { revision: 1 },
    });
    expect(decideOnOrder(pending, input({}), { ...context, approvalId: id(81) })).toMatchObject({
      status: 409,
    });
    const done = accepted(decideOnOrder(pending, input({ decision: 'reject', reason }), context)).state;
    expect(decideOnOrder(done, input({}), context)).toMatchObject({ status: 409 });
  });

  it('leads back to where it was when it is undone', () => {
    const lines = [{ lineNumber: 1, quantity: 5 }];
    for (const decision of ['approve', 'reject', 'amend'] as const) {
      const more = decision === 'amend' ? { lines } : {};
      const { state } = accepted(decideOnOrder(pending, input({ decision, reason, ...more }), context));
      const before = decision === 'amend' ? [...pending.lines] : null;
      const undone: DomainEvent = {
        type: 'DecisionUndone',
        payload: { approvalId: id(80), revision: 1, decision, lines: before },
      };
      expect(evolvePurchaseOrder(state, undone)).toEqual(pending);
    }
  });
});

describe('receiving goods', () => {
  const issued: PurchaseOrderState = { ...pending, status: 'Issued' };

  it('closes the order when everything is in', () => {
    const all = receiveGoods(issued, {
      receiptId: id(70),
      accepted: [
        { lineNumber: 1, quantity: 200 },
        { lineNumber: 2, quantity: 10 },
      ],
      rejected: [],
    });
    expect(typesOf(accepted(all).events)).toEqual([
      'GoodsReceived',
      'PurchaseOrderReceived',
      'PurchaseOrderClosed',
    ]);
  });

  it('is refused before the order is issued', () => {
    expect(
      receiveGoods(pending, { receiptId: id(70), accepted: [{ lineNumber: 1, quantity: 1 }], rejected: [] }),
    ).toMatchObject({ status: 409 });
  });

  it('never takes in more than ordered plus tolerance, over any receipts', () => {
    const receipts = fc.array(
      fc.record({ lineNumber: fc.integer({ min: 1, max: 3 }), quantity: fc.integer({ min: 1, max: 150 }) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(receipts, (lines) => {
        let state = issued;
        for (const [i, receipt] of lines.entries()) {
          const decision = receiveGoods(state, { receiptId: id(100 + i), accepted: [receipt], rejected: [] });
          if (decision.kind === 'accepted') state = decision.state;
        }
        for (const ordered of state.lines) {
          expect(state.received[ordered.lineNumber] ?? 0).toBeLessThanOrEqual(ordered.quantity * 1.1);
        }
        expect(state.received['3']).toBeUndefined();
      }),
    );
  });
});

it('the value of an order rounds each line half up', () => {
  expect(
    orderValueMinor([
      { quantity: 0.5, unitPriceMinor: 3 },
      { quantity: 2, unitPriceMinor: 1999 },
    ]),
  ).toBe(2 + 3998);
});
