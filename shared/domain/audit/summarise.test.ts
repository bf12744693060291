import { describe, expect, test } from 'vitest';

import { type EventType, eventTypes, type PayloadOf } from '#shared/contracts/events/event-types.ts';
import { defaultApprovalPolicy } from '#shared/domain/approvals/approval-policy.ts';
import { defaultPlanningSettings } from '#shared/domain/planning/default-settings.ts';
import * as v from 'valibot';

import { summarise } from './summarise.ts';

const ids = {
  product: '0193c000-0000-7000-8000-000000000001',
  location: '0193c000-0000-7000-8000-000000000002',
  supplier: '0193c000-0000-7000-8000-000000000003',
  order: '0193c000-0000-7000-8000-000000000004',
  other: '0193c000-0000-7000-8000-000000000005',
};
const names = new Map([
  [ids.product, 'FC-10'],
  [ids.location, 'Main'],
  [ids.supplier, 'Acme'],
  [ids.order, 'PO-1042'],
  [ids.other, 'Annex'],
]);
const words = {
  actor: 'Ada Approver',
  subject: 'PO-1042',
  nameOf: (id: string) => names.get(id) ?? id,
  personOf: (sub: string) => sub,
  seesCosts: true,
};

const item = { productId: ids.product, locationId: ids.location };
const movement = { ...item, quantity: 1200.5, onHandBefore: 10, onHandAfter: 1210.5 };
const allocation = {
  ...item,
  reservationId: ids.other,
  quantity: 4,
  allocatedBefore: 2,
  allocatedAfter: 6,
};
const count = {
  ...item,
  countId: ids.other,
  expected: 10,
  counted: 8,
  differenceValueMinor: 1680,
  currency: 'EUR',
  countedAt: '2026-12-01T00:00:00Z',
};
const line = {
  lineNumber: 1,
  productId: ids.product,
  quantity: 200,
  unitPriceMinor: 840,
  recommendedQuantity: 200,
  steps: [],
};
const terms = {
  unitPriceMinor: 840,
  currency: 'EUR',
  leadTimeDays: 14,
  leadTimeStandardDeviation: 0,
  minimumOrderQuantity: 0,
  orderMultiple: 1,
  rank: 1,
};
const quantiles = { mean: 1, standardDeviation: 1, p10: 1, p50: 1, p90: 1, p95: 1, p99: 1 };
const policy = {
  safetyStock: 105,
  reorderPoint: 286,
  orderUpToLevel: 396,
  reviewPeriodDays: 7,
  cycleServiceLevel: 0.95,
  meanPerDay: 12,
  standardDeviationPerDay: 5,
  leadTimeDemand: quantiles,
  protectionDemand: quantiles,
};
const issue = { kind: 'projectedStockout', severity: 'urgent', detail: {} } as const;
const approval = { approvalId: ids.other, revision: 2 };
const until = '2026-12-01T00:00:00Z';
const advised = { purchaseOrderId: ids.order, revision: 1 };

/** One event of every type, with the sentence it should become. */
const examples: { readonly [T in EventType]: readonly [payload: PayloadOf<T>, sentence: string] } = {
  NewProductScheduled: [
    { sku: 'FC-10', name: 'Filter', unit: 'pcs', category: '', unitCostMinor: 700, currency: 'EUR' },
    'Ada Approver added the product FC-10 (Filter).',
  ],
  ProductDetailsChanged: [
    { before: { unitCostMinor: 1 }, after: { unitCostMinor: 2, name: 'Filter' } },
    'Ada Approver changed name, unit cost of PO-1042.',
  ],
  ProductDiscontinued: [{}, 'Ada Approver discontinued PO-1042: it is bought no more.'],
  ProductActivated: [{}, 'Ada Approver took PO-1042 up again.'],
  UnitConversionDefined: [
    { productId: ids.product, unit: 'box', perUnit: 12 },
    'Ada Approver set that one box of FC-10 is 12 stock units.',
  ],
  BarcodeAssigned: [
    { productId: ids.product, barcode: '4006381333931' },
    'Ada Approver gave FC-10 the barcode 4006381333931.',
  ],
  BarcodeRemoved: [
    { productId: ids.product, barcode: '4006381333931' },
    'Ada Approver took the barcode 4006381333931 from FC-10.',
  ],
  LocationOpened: [{ name: 'Main' }, 'Ada Approver opened the location Main.'],
  SupplierRegistered: [
    { name: 'Acme', currency: 'EUR', leadTimeDays: 14 },
    'Ada Approver registered the supplier Acme with a lead time of 14 days.',
  ],
  SupplierDetailsChanged: [
    { before: { leadTimeDays: 14 }, after: { leadTimeDays: 10 } },
    'Ada Approver changed lead time days of PO-1042.',
  ],
  SupplierHeld: [{}, 'Ada Approver put PO-1042 on hold: nothing is ordered from it.'],
  SupplierReleased: [{}, 'Ada Approver released PO-1042: it may be ordered from again.'],
  SupplierTermsChanged: [
    { supplierId: ids.supplier, productId: ids.product, before: null, after: terms },
    'Ada Approver set the terms of Acme for FC-10: €8.40 a unit, 14 days.',
  ],
  StockReceived: [
    { ...movement, purchaseOrderId: ids.order },
    'Ada Approver received 1,200.5 × FC-10 at Main for PO-1042; on hand 10 → 1,210.5.',
  ],
  StockIssued: [
    { ...movement, quantity: -4, onHandAfter: 6 },
    'Ada Approver issued 4 × FC-10 at Main; on hand 10 → 6.',
  ],
  StockAdjusted: [
    movement,
    'Ada Approver corrected the stock of FC-10 at Main; on hand 10 → 1,210.5: price too high (“until June”).',
  ],
  StockMoved: [
    { ...movement, quantity: -4, onHandAfter: 6, counterpartLocationId: ids.other },
    'Ada Approver moved 4 × FC-10 at Main to Annex; on hand 10 → 6.',
  ],
  StockImported: [
    { ...movement, importId: null, asOf: until },
    'Ada Approver set the stock of FC-10 at Main as counted; on hand 10 → 1,210.5.',
  ],
  StockAllocated: [
    { ...allocation, reference: 'SO-7', until: '2026-12-01' },
    'Ada Approver reserved 4 × FC-10 at Main for SO-7 until 2026-12-01; allocated 2 → 6.',
  ],
  StockAllocationReleased: [
    { ...allocation, allocatedBefore: 6, allocatedAfter: 2, because: 'shipped' },
    'Ada Approver shipped the reserved 4 × FC-10 at Main; allocated 6 → 2.',
  ],
  StockQuarantined: [
    { ...item, quantity: 3, quarantinedBefore: 0, quarantinedAfter: 3 },
    'Ada Approver put 3 × FC-10 at Main into quarantine; quarantined 0 → 3: price too high (“until June”).',
  ],
  StockReleasedFromQuarantine: [
    { ...item, quantity: 1, quarantinedBefore: 3, quarantinedAfter: 2 },
    'Ada Approver let 1 × FC-10 at Main out of quarantine; quarantined 3 → 2: price too high (“until June”).',
  ],
  StockCounted: [
    count,
    'Ada Approver counted 8 × FC-10 at Main, where 10 were expected (difference €16.80).',
  ],
  StockCountStarted: [
    { ...count, countedBy: 'ada' },
    'Ada Approver counted 8 × FC-10 at Main, where 10 were expected (difference €16.80); it waits for approval.',
  ],
  StockCountApproved: [
    { ...item, countId: ids.other, difference: -2 },
    'Ada Approver approved the count of FC-10 at Main: a difference of -2: price too high (“until June”).',
  ],
  StockCountRejected: [
    { ...item, countId: ids.other, because: 'superseded' },
    'Ada Approver replaced the waiting count of FC-10 at Main by a newer one.',
  ],
  DemandImported: [
    { importId: ids.other, ...item, rows: [['2026-11-01', 3]] },
    'Ada Approver imported 1 day of demand for FC-10.',
  ],
  SaleRecorded: [
    { ...item, day: '2026-11-01', quantity: 3 },
    'Ada Approver recorded a demand of 3 × FC-10 on 2026-11-01.',
  ],
  DataImportStarted: [
    { kind: 'sales', fileName: 'sales.csv', fileHash: 'abc' },
    'Ada Approver began to import sales from sales.csv.',
  ],
  DataImported: [
    { kind: 'sales', fileName: 'sales.csv', rows: 4000, rejected: 2 },
    'Ada Approver imported 4,000 rows of sales from sales.csv; 2 refused.',
  ],
  DataImportUndone: [{ kind: 'sales' }, 'Ada Approver took the import of sales from PO-1042 back.'],
  DemandEventPlanned: [
    {
      name: 'Winter sale',
      from: '2026-12-01',
      to: '2026-12-10',
      lift: 1.5,
      scope: { kind: 'category', category: 'Coffee' },
    },
    'Ada Approver planned “Winter sale” for the category Coffee, 2026-12-01 to 2026-12-10: demand × 1.5.',
  ],
  DemandEventCancelled: [{}, 'Ada Approver called the demand event PO-1042 off.'],
  DemandForecastOverridden: [
    { ...item, overrideId: ids.other, from: '2026-12-01', until: '2026-12-31', perDay: 12.5, factor: null },
    'Ada Approver set the forecast of FC-10 at Main to 12.5 a day from 2026-12-01 until 2026-12-31: price too high (“until June”).',
  ],
  DemandOverrideExpired: [
    { ...item, overrideId: ids.other },
    'Ada Approver ended an override of the forecast of FC-10 at Main.',
  ],
  DemandOutlierExcluded: [
    { ...item, day: '2026-11-01' },
    'Ada Approver left 2026-11-01 out of the history of FC-10 at Main.',
  ],
  DemandOutlierRestored: [
    { ...item, day: '2026-11-01', automatic: false },
    'Ada Approver had the demand of FC-10 at Main on 2026-11-01 taken as real.',
  ],
  LikeItemChosen: [
    { productId: ids.product, likeProductId: ids.other, share: 0.6 },
    'Ada Approver had FC-10 forecast like Annex at 60 %.',
  ],
  PlanningSettingsChanged: [
    {
      before: null,
      after: {
        ...defaultPlanningSettings,
        classPolicies: defaultPlanningSettings.classPolicies.map((policy) =>
          policy.abcClass === 'A' && policy.xyzClass === 'X'
            ? { ...policy, serviceMeasure: 'fillRate', serviceTarget: 0.985 }
            : policy,
        ),
        holdingCostRate: 0.25,
      },
    },
    'Ada Approver changed the planning settings: AX 98.5 % of units served from stock, ordered every 7 days; holding cost rate.',
  ],
  ForecastSchedulePaused: [
    { until: '2026-12-01' },
    'Ada Approver paused the nightly forecast until 2026-12-01: price too high (“until June”).',
  ],
  ForecastScheduleResumed: [{}, 'Ada Approver let the nightly forecast go on.'],
  PolicyOverridden: [
    {
      ...item,
      before: null,
      after: {
        serviceMeasure: 'cycleServiceLevel',
        serviceTarget: 0.99,
        reviewPeriodDays: null,
        minStock: 10,
        maxStock: 1200,
        doNotStock: false,
        until: '2027-01-31',
      },
    },
    'Ada Approver set for FC-10 at Main: 99 % of order cycles without a stock-out, at least 10, at most 1,200, until 2027-01-31: price too high (“until June”).',
  ],
  SkuClassified: [
    {
      ...item,
      before: { abcClass: 'B', xyzClass: 'Y', demandPattern: 'erratic' },
      after: { abcClass: 'A', xyzClass: 'X', demandPattern: 'smooth' },
    },
    'FC-10 at Main is in class AX (was BY), its demand is smooth.',
  ],
  ForecastRunScheduled: [
    { asOf: '2026-11-22', trigger: 'manual', onlyFailedOf: null },
    'Ada Approver scheduled a manual forecast run for 2026-11-22.',
  ],
  ForecastRunCompleted: [
    { planned: 1, failed: 0, shardHashes: [], accuracy: [] },
    'The PO-1042 is complete: 1 item forecast, 0 failed.',
  ],
  PolicyAccepted: [
    { ...item, runId: null, before: { ...policy, reorderPoint: 250 }, after: policy },
    'The reorder point of FC-10 at Main is 286 (was 250), ordered up to 396.',
  ],
  StockIssueDetected: [{ issueId: ids.other, ...item, issue }, 'FC-10 at Main may run out: urgent.'],
  StockIssueWorsened: [
    { issueId: ids.other, ...item, issue },
    'FC-10 at Main may run out, now more: urgent.',
  ],
  StockIssueEased: [
    { issueId: ids.other, ...item, issue: { ...issue, severity: 'watch' } },
    'FC-10 at Main may run out, now less: to be watched.',
  ],
  StockIssueResolved: [
    { issueId: ids.other, ...item, kind: 'excess', by: 'analysis' },
    'It is over that FC-10 at Main is overstocked.',
  ],
  ReplenishmentRecommended: [
    { ...item, supplierId: ids.supplier, recommendedQuantity: 200, steps: [], facts: {} },
    'An order of 200 × FC-10 at Main from Acme is recommended.',
  ],
  RecommendationDrafted: [
    { ...item, purchaseOrderId: ids.order },
    'The recommendation for FC-10 at Main went into PO-1042.',
  ],
  RecommendationWithdrawn: [
    { ...item, because: 'stock was found' },
    'The recommendation for FC-10 at Main was withdrawn: stock was found.',
  ],
  RecommendationSettled: [
    { ...item, purchaseOrderId: ids.order, outcome: 'rejected', suppressedUntil: '2026-11-29' },
    'The recommendation for FC-10 at Main is settled: rejected; nothing is recommended until 2026-11-29.',
  ],
  PurchaseOrderProposed: [
    {
      number: 'PO-1042',
      supplierId: ids.supplier,
      locationId: ids.location,
      currency: 'EUR',
      lines: [line],
    },
    'Ada Approver proposed PO-1042: 200 × FC-10 from Acme, worth €1,680.00.',
  ],
  PurchaseOrderApprovalRequested: [
    { ...approval, valueMinor: 168_000, requiredCount: 2, expiresAt: until },
    'PO-1042 waits for 2 approvals until 2026-12-01.',
  ],
  PurchaseOrderIssued: [
    { channel: 'recorded', expectedAt: '2026-12-06' },
    'PO-1042 was issued to the supplier; expected about 2026-12-06.',
  ],
  GoodsReceived: [
    { receiptId: ids.other, lines: [{ lineNumber: 1, quantity: 120 }] },
    'Ada Approver received 120 units of PO-1042 on 1 line.',
  ],
  PurchaseOrderPartiallyReceived: [{ receiptId: ids.other }, 'A part of PO-1042 is still to come.'],
  PurchaseOrderReceived: [{ receiptId: ids.other }, 'All of PO-1042 is in.'],
  PurchaseOrderClosed: [
    { shortClosed: true },
    'PO-1042 was closed; the rest of it is not expected any more.',
  ],
  PurchaseOrderCancelled: [
    { approvalId: null },
    'Ada Approver called PO-1042 off: price too high (“until June”).',
  ],
  PurchaseOrderAcknowledged: [
    { promisedDate: '2026-12-03' },
    'The supplier confirmed PO-1042 for 2026-12-03.',
  ],
  PurchaseOrderRescheduled: [
    { from: '2026-12-03', to: '2026-12-09', by: 'supplier' },
    'Ada Approver moved PO-1042 from 2026-12-03 to 2026-12-09, by the supplier: price too high (“until June”).',
  ],
  PurchaseOrderHeld: [{}, 'Ada Approver put PO-1042 on hold: price too high (“until June”).'],
  PurchaseOrderReleased: [{ status: 'Issued' }, 'Ada Approver released PO-1042.'],
  PurchaseOrderCommented: [{ text: 'Where is it?' }, 'Ada Approver about PO-1042: Where is it?'],
  GoodsRejected: [
    { receiptId: ids.other, lines: [{ lineNumber: 1, quantity: 4 }] },
    'Ada Approver rejected 4 units of PO-1042: price too high (“until June”).',
  ],
  GoodsReceiptReversed: [
    { receiptId: ids.other, lines: [{ lineNumber: 1, quantity: 4 }], status: 'Issued' },
    'Ada Approver took a receipt of 4 units of PO-1042 back: price too high (“until June”).',
  ],
  DeliveryDiscrepancyRecorded: [
    { lineNumber: 1, kind: 'short', quantity: 4 },
    'PO-1042, line 1: 4 never delivered.',
  ],
  PurchaseOrderApprovalGranted: [{ ...approval, level: 1 }, 'Ada Approver gave approval 1 for PO-1042.'],
  PurchaseOrderApproved: [
    { ...approval, auto: false, undoUntil: null },
    'Ada Approver approved PO-1042 (revision 2): price too high (“until June”).',
  ],
  PurchaseOrderRejected: [
    { ...approval, undoUntil: null },
    'Ada Approver rejected PO-1042: price too high (“until June”).',
  ],
  PurchaseOrderAmended: [
    {
      ...approval,
      before: [line],
      after: [{ ...line, quantity: 160 }],
      alsoApproved: true,
      undoUntil: null,
    },
    'Ada Approver amended and approved PO-1042, FC-10 200 → 160: price too high (“until June”).',
  ],
  PurchaseOrderPostponed: [
    { ...approval, wake: { until: '2026-12-01' }, undoUntil: null },
    'Ada Approver postponed PO-1042 until 2026-12-01: price too high (“until June”).',
  ],
  PurchaseOrderPostponementEnded: [
    { condition: 'date' },
    'PO-1042 came back: the day it was postponed to is here.',
  ],
  DecisionUndone: [
    { ...approval, decision: 'approve', lines: null },
    'Ada Approver took the decision on PO-1042 back (it was: approve); it waits again.',
  ],
  ApprovalReminderSent: [approval, 'Those who may decide on PO-1042 were reminded.'],
  ApprovalEscalated: [
    { ...approval, to: 'admin' },
    'Nobody has decided on PO-1042 for long: the admins were told.',
  ],
  ApprovalExtended: [
    { ...approval, expiresAt: '2026-11-29T08:00:00Z' },
    'Nobody decided on PO-1042 in time; it waits until 2026-11-29.',
  ],
  ApprovalPolicyChanged: [
    {
      before: null,
      after: {
        ...defaultApprovalPolicy,
        dualAboveMinor: 1_000_000,
        autoApprove: { ...defaultApprovalPolicy.autoApprove, isOn: true },
      },
    },
    'Ada Approver changed the approval policy: automatic approval, dual above.',
  ],
  ApprovalDelegated: [
    { delegationId: ids.other, from: 'ada', to: 'otto', fromDay: '2026-12-01', untilDay: '2026-12-08' },
    'Ada Approver had otto decide for ada from 2026-12-01 until before 2026-12-08.',
  ],
  ApprovalDelegationEnded: [
    { delegationId: ids.other, from: 'ada', to: 'otto' },
    'Ada Approver ended that otto decides for ada.',
  ],
  ApprovalExpired: [approval, 'Nobody decided on PO-1042 in time.'],
  StaleDecisionRefused: [
    { ...approval, diff: [{ lineNumber: 1, fact: 'inventoryPosition', before: 1, after: 2 }] },
    'Ada Approver decided on PO-1042 on facts that had changed (1 figure); it was not taken.',
  ],
  AdviceRequested: [
    { ...advised, promptVersion: 'v1', factSheetHash: 'abc', mode: 'model' },
    'Advice on PO-1042 (revision 1) was asked for.',
  ],
  AdviceReceived: [
    {
      ...advised,
      source: 'template',
      model: null,
      promptVersion: 'v1',
      factSheetHash: 'abc',
      factSheet: {},
      advice: { explanation: 'Order.', suggestedAction: 'approve', risk: 'high', figures: [] },
      tokens: 0,
      computedBecause: 'a figure of its own',
    },
    "The computed advice suggests to approve PO-1042, risk high (not a model's words: a figure of its own).",
  ],
  WorkflowControlRequested: [
    { executionId: 'arn', action: 'stop' },
    'Ada Approver asked to stop PO-1042: price too high (“until June”).',
  ],
  WorkflowCompleted: [
    { executionId: 'arn', machine: 'purchase-order-decision', status: 'TIMED_OUT', historySha256: 'abc' },
    'The workflow purchase-order-decision (PO-1042) ended: timed out.',
  ],
};

const reason = { code: 'price-too-high', text: 'until June' } as const;

describe('events in words', () => {
  test.each(Object.entries(examples))('%s', (type, [payload, sentence]) => {
    expect(summarise({ type, payload, reason }, words)).toBe(sentence);
  });

  test('every type has an example that its schema takes', () => {
    expect(new Set(Object.keys(examples))).toEqual(new Set(Object.keys(eventTypes)));
    const invalid = Object.entries(eventTypes).filter(
      // The type names the example and the schema.
      ([type, { payload }]) => !v.is(payload, examples[type as EventType][0]),
    );
    expect(invalid).toEqual([]);
  });

  test('what ends or goes back is said as well', () => {
    const sentence = <T extends EventType>(type: T, payload: PayloadOf<T>): string =>
      summarise({ type, payload, reason: null }, words);
    expect(sentence('LikeItemChosen', { productId: ids.product, likeProductId: null, share: null })).toBe(
      'Ada Approver had FC-10 forecast by its own history alone.',
    );
    expect(sentence('PolicyOverridden', { ...item, before: null, after: null })).toBe(
      'Ada Approver had FC-10 at Main follow the policy of its class again.',
    );
    expect(sentence('DemandOutlierRestored', { ...item, day: '2026-11-01', automatic: true })).toBe(
      'Ada Approver left it to the forecast how to take the demand of FC-10 at Main on 2026-11-01.',
    );
    const run = { asOf: '2026-11-22', trigger: 'policyChange', onlyFailedOf: null } as const;
    expect(sentence('ForecastRunScheduled', run)).toBe(
      'Ada Approver had the levels of 2026-11-22 computed anew because policies changed.',
    );
  });

  test('amounts are left out for those who may not see them', () => {
    for (const [type, [payload]] of Object.entries(examples)) {
      expect(summarise({ type, payload, reason: null }, { ...words, seesCosts: false })).not.toMatch(/[€$£]/);
    }
  });

  test('an event of an unknown type, or with a payload of another time, is still named', () => {
    expect(summarise({ type: 'StockCounted', payload: {}, reason: null }, words)).toBe(
      'Ada Approver recorded “stock counted” for PO-1042.',
    );
    expect(summarise({ type: 'StockMoved', payload: { old: true }, reason: null }, words)).toBe(
      'Ada Approver recorded “stock moved” for PO-1042.',
    );
    expect(summarise({ type: 'constructor', payload: {}, reason: null }, words)).toContain('constructor');
  });
});
