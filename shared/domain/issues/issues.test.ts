import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';

import { MaterialFacts } from '#shared/contracts/material-facts.ts';

import { analyseFacts } from './analyse-facts.ts';
import { compareVectors, defaultThresholds } from './compare-vectors.ts';
import { materialVector } from './material-vector.ts';
import { recommendQuantity } from './recommend-quantity.ts';
import { stockoutOutlook } from './stockout-outlook.ts';

const asOf = '2026-11-22';

/** The worked example: 154 available, 60 on order, reorder point 286, up to 396, minimum 100 in twenties. */
const example: MaterialFacts = {
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
  openOrders: [{ purchaseOrderId: 'a', number: 'PO-7', quantity: 60, promisedDate: '2026-11-28' }],
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

test('needed 182 becomes 200: each step of the sum is shown', () => {
  const { recommendedQuantity, grossNeed, steps } = recommendQuantity(example);
  expect([grossNeed, recommendedQuantity]).toEqual([182, 200]);
  expect(steps.map(({ rule, quantity }) => [rule, quantity])).toEqual([
    ['orderUpToLevel', 396],
    ['inventoryPosition', 214],
    ['grossNeed', 182],
    ['orderMultiple', 200],
  ]);
});

test('a minimum order raises the need before the multiple does', () => {
  const { steps, recommendedQuantity } = recommendQuantity({
    ...example,
    inventoryPosition: 390,
    minimumOrderQuantity: 50,
  });
  expect(steps.slice(2).map(({ rule, quantity }) => [rule, quantity])).toEqual([
    ['grossNeed', 6],
    ['minimumOrderQuantity', 50],
    ['orderMultiple', 60],
  ]);
  expect(recommendedQuantity).toBe(60);
});

test('kilograms are ordered in parts, pieces never', () => {
  const facts = {
    ...example,
    orderUpToLevel: 10.5,
    inventoryPosition: 0.2,
    minimumOrderQuantity: 0,
    orderMultiple: 0.1,
  };
  expect(recommendQuantity({ ...facts, unit: 'kg' }).recommendedQuantity).toBe(10.3);
  expect(recommendQuantity({ ...facts, orderMultiple: 1 }).recommendedQuantity).toBe(11);
});

test('the worked example is an order of 200 at €1,680.00, urgent neither too early nor too late', () => {
  const { issues, recommendation } = analyseFacts(example, { asOf });
  expect(recommendation).toMatchObject({
    action: 'order',
    recommendedQuantity: 200,
    orderValueMinor: 168_000,
    currency: 'EUR',
  });
  expect(issues.map((issue) => [issue.kind, issue.severity])).toEqual([['projectedStockout', 'soon']]);
});

test('the outlook of the worked example is near its figures: 25 % now, 77 % in a week, empty about day 17', () => {
  const outlook = stockoutOutlook(example, asOf);
  if (outlook === null) throw new Error('expected an outlook');
  expect(Math.abs(outlook.risk - 0.25)).toBeLessThan(0.08);
  expect(Math.abs(outlook.riskAfterWeek - 0.77)).toBeLessThan(0.1);
  expect(['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11']).toContain(
    outlook.stockoutDay,
  );
});

test('a position above the reorder point recommends nothing', () => {
  const facts = {
    ...example,
    onOrder: 200,
    inventoryPosition: 354,
    openOrders: [{ ...example.openOrders[0], quantity: 200 }],
  };
  expect(
    analyseFacts(
      {
        ...facts,
        openOrders: [{ purchaseOrderId: 'a', number: 'PO-7', quantity: 200, promisedDate: '2026-11-28' }],
      },
      { asOf },
    ),
  ).toEqual({
    issues: [],
    recommendation: null,
  });
});

test('a request under way is not recommended a second time, and the issue says so', () => {
  const { issues, recommendation } = analyseFacts({ ...example, onRequest: 200 }, { asOf });
  expect(recommendation).toBeNull();
  expect(issues[0]?.severity).toBe('watch');
  expect(issues[0]?.detail['because']).toContain('under way');
});

test('an order promised in three months hides no stock-out next week', () => {
  const openOrders = [{ purchaseOrderId: 'a', number: 'PO-7', quantity: 400, promisedDate: '2027-02-20' }];
  const { issues, recommendation } = analyseFacts(
    { ...example, available: 60, onOrder: 400, inventoryPosition: 460, openOrders },
    { asOf },
  );
  expect(recommendation).toBeNull();
  expect(issues[0]).toMatchObject({ kind: 'projectedStockout', severity: 'urgent' });
});

test.each([
  ['supplier', { supplierId: null, unitPriceMinor: null, leadTimeDays: null }, 'no supplier'],
  ['price', { unitPriceMinor: null }, 'no price'],
  ['lead time', { leadTimeDays: null }, 'no lead time'],
  [
    'history',
    { reorderPoint: null, orderUpToLevel: null, policyVersion: null },
    'not enough history for a forecast',
  ],
])('missing %s is an issue, never an order', (_, missing, because) => {
  const { issues, recommendation } = analyseFacts({ ...example, ...missing }, { asOf });
  expect(recommendation).toBeNull();
  expect(issues.find((issue) => issue.kind === 'missingData')?.detail['because']).toBe(because);
});

test('before the first forecast run a missing policy is no issue', () => {
  const facts = {
    ...example,
    reorderPoint: null,
    orderUpToLevel: null,
    policyVersion: null,
    meanPerDay: null,
  };
  expect(analyseFacts(facts, { asOf, hasForecastRun: false }).issues).toEqual([]);
});

test('a supplier on hold gets no order, and a discontinued product neither', () => {
  expect(analyseFacts({ ...example, supplierHeld: true }, { asOf }).recommendation).toBeNull();
  const gone = analyseFacts({ ...example, productStatus: 'discontinued' }, { asOf });
  expect(gone).toEqual({ issues: [], recommendation: null });
});

test('an order past its promised day is a late supplier', () => {
  const openOrders = [{ purchaseOrderId: 'a', number: 'PO-7', quantity: 60, promisedDate: '2026-11-15' }];
  const late = analyseFacts({ ...example, openOrders }, { asOf }).issues.find(
    (issue) => issue.kind === 'lateSupplier',
  );
  expect(late?.detail).toMatchObject({ daysLate: 7, quantity: 60, because: 'PO-7 is 7 days late' });
});

test('stock far above the level is excess, stock that no longer sells is dead', () => {
  const much = { ...example, available: 2000, onHand: 2000, inventoryPosition: 2060 };
  expect(analyseFacts(much, { asOf }).issues.map((issue) => issue.kind)).toEqual(['excess']);
  const dead = analyseFacts({ ...much, lastDemandDay: '2026-06-01' }, { asOf });
  expect(dead.issues.map((issue) => issue.kind)).toEqual(['deadStock']);
  expect(dead.recommendation).toBeNull();
});

test.each([
  ['far too narrow', 0.52, 98, '52 % of past demand was inside the forecast’s band, which should hold 80 %'],
  ['far too wide', 0.97, 28, '97 % of past demand was inside the forecast’s band, which should hold 80 %'],
  ['as wide as it should be', 0.72, 98, undefined],
  ['at the upper bound', 0.9, 98, undefined],
  ['compared on too few days', 0.3, 27, undefined],
  ['not compared', null, 0, undefined],
])('a band that is %s', (_, forecastCoverage80, forecastDays, because) => {
  const { issues, recommendation } = analyseFacts({ ...example, forecastCoverage80, forecastDays }, { asOf });
  const issue = issues.find(({ kind }) => kind === 'bandUntrustworthy');
  expect(issue?.detail['because']).toBe(because);
  expect(issue?.severity).toBe(because === undefined ? undefined : 'watch');
  expect(recommendation).toEqual(analyseFacts(example, { asOf }).recommendation);
});

test('facts of before there was a coverage are read as they are', () => {
  expect(v.parse(MaterialFacts, example)).toEqual(example);
});

test('facts are stale when a figure moved by more than its threshold', () => {
  const seen = materialVector(example);
  const moved = (facts: Partial<MaterialFacts>): string =>
    compareVectors(seen, materialVector({ ...example, ...facts }), defaultThresholds).kind;
  expect(moved({})).toBe('equal');
  expect(moved({ onHand: 1, sku: 'other', leadTimeDemand: example.leadTimeDemand })).toBe('equal');
  expect(moved({ inventoryPosition: 205 })).toBe('immaterial');
  expect(moved({ inventoryPosition: 203 })).toBe('material');
  expect(moved({ unitPriceMinor: 850 })).toBe('material');
  expect(moved({ policyVersion: 4 })).toBe('material');
  expect(moved({ leadTimeDays: null })).toBe('material');
});

const anyFacts = fc
  .record({
    onHand: fc.integer({ min: -50, max: 2000 }),
    allocated: fc.nat(100),
    onOrder: fc.nat(500),
    onRequest: fc.nat(300),
    orderUpToLevel: fc.nat(1000),
    reorderShare: fc.double({ min: 0, max: 1, noNaN: true }),
    minimumOrderQuantity: fc.nat(300),
    orderMultiple: fc.constantFrom(1, 6, 12, 20, 144),
    meanPerDay: fc.double({ min: 0, max: 100, noNaN: true }),
  })
  .map(({ reorderShare, ...drawn }): MaterialFacts => {
    const available = drawn.onHand - drawn.allocated;
    return {
      ...example,
      ...drawn,
      available,
      inventoryPosition: available + drawn.onOrder,
      reorderPoint: Math.floor(drawn.orderUpToLevel * reorderShare),
      openOrders: [],
    };
  });

test('a recommended quantity covers the need, respects minimum and multiple, and is 0 above the reorder point', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { recommendation } = analyseFacts(facts, { asOf });
      const position = facts.inventoryPosition + facts.onRequest;
      const isDue = position <= (facts.reorderPoint ?? 0) && position < (facts.orderUpToLevel ?? 0);
      expect(recommendation !== null).toBe(isDue);
      if (recommendation === null) return;
      const quantity = recommendation.recommendedQuantity;
      expect(quantity).toBeGreaterThanOrEqual((facts.orderUpToLevel ?? 0) - position);
      expect(quantity).toBeGreaterThanOrEqual(facts.minimumOrderQuantity ?? 0);
      expect(quantity % (facts.orderMultiple ?? 1)).toBe(0);
      expect(recommendation.steps.at(-1)?.quantity).toBe(quantity);
    }),
  );
});

test('the same facts give the same answer', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      expect(analyseFacts(structuredClone(facts), { asOf })).toEqual(analyseFacts(facts, { asOf }));
    }),
  );
});
