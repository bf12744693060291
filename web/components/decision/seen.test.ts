import { expect, test } from 'vitest';

import { ApiProblem } from '#web/lib/api-problem.ts';

import { changesBetween, conflictIn, type Seen } from './seen.ts';

const line = {
  lineNumber: 1,
  sku: 'FC-10',
  productName: 'Filter',
  unit: 'pcs',
  quantity: 200,
  unitPriceMinor: 840,
  onHand: 168,
  onOrder: 60,
  inventoryPosition: 214,
  reorderPoint: 286,
  arrivalP50: '2026-12-06',
  stockoutP50: '2026-12-09',
  stockoutRiskWait7: 0.77,
  costOfWaiting: [],
};
const seen: Seen = {
  id: 'a',
  status: 'PENDING',
  purchaseOrderId: 'p',
  number: 'PO-1042',
  factsHash: 'f'.repeat(64),
  factsAt: '2026-11-22T06:55:00Z',
  revision: 1,
  value: null,
  limitMinor: 0,
  mayDecide: { may: true, because: null },
  lines: [line],
};

test('only figures that moved are named, with what they were', () => {
  const now = { ...seen, lines: [{ ...line, onHand: 100, inventoryPosition: 146 }] };
  expect(changesBetween(seen, now)).toEqual([
    { lineNumber: 1, fact: 'onHand', before: 168, after: 100 },
    { lineNumber: 1, fact: 'inventoryPosition', before: 214, after: 146 },
  ]);
  expect(changesBetween(seen, seen)).toEqual([]);
});

test('a conflict carries the diff, the new hash or the winner; other problems are none', () => {
  const conflict = (more: object, status = 409) =>
    conflictIn(new ApiProblem({ type: 'about:blank', title: 't', status, ...more }, 'r'));
  const diff = [{ lineNumber: 1, fact: 'onHand', before: 1, after: 2 }];
  expect(conflict({ factsHash: 'new', diff })).toEqual({ factsHash: 'new', diff, winner: null });
  expect(conflict({ winner: { status: 'DECIDED', decidedBy: 'approver' } }).winner).toBe('approver');
  expect(conflict({ factsHash: 'new' }, 503).factsHash).toBeNull();
});
