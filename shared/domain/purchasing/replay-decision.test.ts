import { expect, test } from 'vitest';

import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import { materialVector } from '#shared/domain/issues/material-vector.ts';

import { breachesOf, changedInputs, recomputeLine, withoutOrder } from './replay-decision.ts';

const asOf = '2026-11-22';

/** 214 in position, reorder point 286, up to 396, in twenties: 200 are recommended. */
const facts: MaterialFacts = {
  productId: '0199a000-0000-7000-8000-000000000001',
  sku: 'FC-10',
  productName: 'Filter cartridge FC-10',
  unit: 'pcs',
  productStatus: 'active',
  locationId: '0199a000-0000-7000-8000-000000000002',
  locationName: 'Main',
  onHand: 168,
  allocated: 14,
  available: 154,
  onOrder: 60,
  onRequest: 0,
  inventoryPosition: 214,
  openOrders: [{ purchaseOrderId: 'other', number: 'PO-7', quantity: 60, promisedDate: '2026-11-28' }],
  supplierId: '0199a000-0000-7000-8000-000000000003',
  supplierName: 'Acme',
  supplierHeld: false,
  unitPriceMinor: 840,
  currency: 'EUR',
  leadTimeDays: 14.3,
  leadTimeStandardDeviation: 3,
  minimumOrderQuantity: 100,
  orderMultiple: 20,
  policyVersion: 3,
  runId: null,
  safetyStock: 105,
  reorderPoint: 286,
  orderUpToLevel: 396,
  reviewPeriodDays: 7,
  cycleServiceLevel: 0.95,
  meanPerDay: 12.4,
  standardDeviationPerDay: 5,
  leadTimeDemand: { mean: 181, standardDeviation: 57, p10: 112, p50: 176, p90: 257, p95: 286, p99: 340 },
  lastDemandDay: '2026-11-21',
};
const line: PurchaseOrderLine = {
  lineNumber: 1,
  productId: facts.productId,
  quantity: 200,
  unitPriceMinor: 840,
  recommendedQuantity: 200,
  steps: [
    { rule: 'orderUpToLevel', label: 'Order up to', quantity: 396 },
    { rule: 'inventoryPosition', label: 'Inventory position', quantity: 214 },
    { rule: 'grossNeed', label: 'Needed', quantity: 182 },
    { rule: 'orderMultiple', label: 'In multiples of 20', quantity: 200 },
  ],
};

test('the same facts give the same quantity by the same steps', () => {
  expect(recomputeLine(line, { facts, asOf })).toEqual({
    lineNumber: 1,
    recommendedQuantity: 200,
    steps: line.steps,
    policyVersion: 3,
    isEqual: true,
    because: null,
  });
});

test('the same quantity by other steps is not the same recommendation', () => {
  const moved = { ...facts, inventoryPosition: 215 };
  expect(recomputeLine(line, { facts: moved, asOf })).toMatchObject({
    recommendedQuantity: 200,
    isEqual: false,
  });
});

test('facts that ask for no order give a quantity of 0 without steps', () => {
  const full = { ...facts, inventoryPosition: 390 };
  expect(recomputeLine(line, { facts: full, asOf })).toMatchObject({
    recommendedQuantity: 0,
    steps: [],
    isEqual: false,
  });
});

test('what a person proposed cannot be recomputed, and is equal to nothing', () => {
  const own = { ...line, recommendedQuantity: 0, steps: [] };
  expect(recomputeLine(own, { because: 'proposedByPerson' })).toMatchObject({
    recommendedQuantity: null,
    isEqual: null,
    because: 'proposedByPerson',
  });
  expect(recomputeLine(own, { facts, asOf })).toMatchObject({ recommendedQuantity: 200, isEqual: null });
});

test('the order itself counts neither on request nor on its way', () => {
  const own = { purchaseOrderId: 'own', number: 'PO-8', quantity: 200, promisedDate: null };
  const coming = {
    ...facts,
    onOrder: 260,
    inventoryPosition: 414,
    openOrders: [...facts.openOrders, own],
  };
  expect(withoutOrder(coming, { purchaseOrderId: 'own', onRequest: 0 })).toEqual(facts);
  expect(withoutOrder({ ...facts, onRequest: 200 }, { purchaseOrderId: 'own', onRequest: 200 })).toEqual(
    facts,
  );
});

test('changed inputs are named once each, those of the vector and those of the quantity alone', () => {
  const moment = (at: MaterialFacts) => ({
    vectors: [{ lineNumber: 1, vector: materialVector(at) }],
    factsOf: new Map([[1, at]]),
  });
  expect(changedInputs(moment(facts), moment(facts))).toEqual([]);
  const later = { ...facts, inventoryPosition: 150, unitPriceMinor: 900, orderMultiple: 50 };
  expect(changedInputs(moment(facts), moment(later))).toEqual([
    { lineNumber: 1, fact: 'inventoryPosition', before: 214, after: 150 },
    { lineNumber: 1, fact: 'unitPriceMinor', before: 840, after: 900 },
    { lineNumber: 1, fact: 'orderMultiple', before: 20, after: 50 },
  ]);
});

test('an approval is intact while figures, hash, log, value and sheet fit together', () => {
  const stored = {
    factsHash: 'a',
    recomputedHash: 'a',
    loggedHash: 'a',
    valueMinor: 168_000,
    lines: [line],
    factSheetHash: 's',
    advisedHash: 's',
  };
  expect(breachesOf(stored)).toEqual([]);
  expect(breachesOf({ ...stored, loggedHash: null, advisedHash: null })).toEqual([]);
  expect(breachesOf({ ...stored, recomputedHash: 'b' })).toEqual(['facts']);
  expect(breachesOf({ ...stored, factsHash: 'b', recomputedHash: 'b' })).toEqual(['log']);
  expect(breachesOf({ ...stored, valueMinor: 1, factSheetHash: 't' })).toEqual(['value', 'factSheet']);
});
