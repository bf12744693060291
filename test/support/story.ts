/** A story that has every type of event in it, in an order that can have happened. */
import { idOfName } from '#functions/_kit/ids.ts';
import type { EventType, PayloadOf } from '#shared/contracts/events/event-types.ts';
import { defaultApprovalPolicy } from '#shared/domain/approvals/approval-policy.ts';
import { defaultPlanningSettings } from '#shared/domain/planning/default-settings.ts';

import type { LoggedEvent } from './event-log.ts';

const id = (name: string): string => idOfName(`story/${name}`);

function event<T extends EventType>(
  stream: string,
  type: T,
  payload: PayloadOf<T>,
  more: Partial<LoggedEvent> = {},
): LoggedEvent {
  return { streamId: id(stream), type, payload, ...more };
}

const [product, other, location, supplier] = [id('product'), id('other'), id('location'), id('supplier')];
const at = { productId: product, locationId: location };
const demand = { mean: 5, standardDeviation: 2, p10: 2, p50: 5, p90: 8, p95: 9, p99: 11 };
const policy = {
  safetyStock: 4,
  reorderPoint: 12.5,
  orderUpToLevel: 40,
  reviewPeriodDays: 7,
  cycleServiceLevel: 0.95,
  meanPerDay: 1.25,
  standardDeviationPerDay: 0.5,
  leadTimeDemand: demand,
  protectionDemand: demand,
};
const terms = {
  unitPriceMinor: 1999,
  currency: 'EUR',
  leadTimeDays: 9,
  leadTimeStandardDeviation: 1.5,
  minimumOrderQuantity: 10,
  orderMultiple: 5,
  rank: 1,
};
const steps = [{ rule: 'order-up-to', label: 'Up to 40', quantity: 30 }];
const line = (lineNumber: number, productId: string, quantity: number) => ({
  lineNumber,
  productId,
  quantity,
  unitPriceMinor: 1999,
  recommendedQuantity: quantity,
  steps,
});
const lines = [line(1, product, 30), line(2, other, 2.505)];
const order = (name: string): string => `order ${name}`;
const approval = (name: string, revision = 1) => ({ approvalId: id(`approval ${name}`), revision });
const proposed = (name: string, number: string): LoggedEvent =>
  event(
    order(name),
    'PurchaseOrderProposed',
    { number, supplierId: supplier, locationId: location, currency: 'EUR', lines },
    { executionId: `execution of ${name}` },
  );
const requested = (name: string, revision = 1): LoggedEvent =>
  event(order(name), 'PurchaseOrderApprovalRequested', {
    ...approval(name, revision),
    valueMinor: 64_977,
    requiredCount: 1,
    expiresAt: '2026-11-09T08:00:00Z',
  });
const issue = (severity: 'urgent' | 'soon', days: number) => ({
  issueId: id('issue'),
  ...at,
  issue: { kind: 'projectedStockout' as const, severity, detail: { days, since: null, note: 'weekend' } },
});
const movement = (quantity: number, before: number) => ({
  ...at,
  quantity,
  onHandBefore: before,
  onHandAfter: before + quantity,
});
const undoUntil = '2026-11-02T08:00:10Z';

/** Promises stock, or gives it back. */
const allocation = (name: string, change: number, allocatedBefore: number) => ({
  ...at,
  reservationId: id(name),
  quantity: Math.abs(change),
  allocatedBefore,
  allocatedAfter: allocatedBefore + change,
});
const count = (name: string, counted: number, differenceValueMinor: number | null) => ({
  ...at,
  countId: id(name),
  expected: 18.875,
  counted,
  differenceValueMinor,
  currency: 'EUR',
  countedAt: '2026-11-02T08:00:00Z',
});

const catalogue: LoggedEvent[] = [
  event('product', 'NewProductScheduled', {
    sku: 'A-1',
    name: 'Bolt',
    unit: 'pcs',
    category: '',
    unitCostMinor: 150,
    currency: 'EUR',
  }),
  event('other', 'NewProductScheduled', {
    sku: 'A-2',
    name: 'Nut “M8” \\ {1,2}',
    unit: 'pcs',
    category: 'hardware',
    unitCostMinor: null,
    currency: 'EUR',
  }),
  event('product', 'ProductDetailsChanged', {
    before: { name: 'Bolt', unitCostMinor: 150 },
    after: { name: 'Bolt M8', unitCostMinor: null },
  }),
  event('other', 'ProductDiscontinued', {}),
  event('other', 'ProductActivated', {}),
  event('product', 'UnitConversionDefined', { productId: product, unit: 'box', perUnit: 10 }),
  event('product', 'UnitConversionDefined', { productId: product, unit: 'box', perUnit: 12 }),
  event('other', 'UnitConversionDefined', { productId: other, unit: 'box', perUnit: 12 }),
  event('other', 'UnitConversionDefined', { productId: other, unit: 'box', perUnit: null }),
  // The code changes hands, whichever product's events come first.
  event('product', 'BarcodeAssigned', { productId: product, barcode: '4006381333931' }),
  event('product', 'BarcodeRemoved', { productId: product, barcode: '4006381333931' }),
  event('other', 'BarcodeAssigned', { productId: other, barcode: '4006381333931' }),
  event('location', 'LocationOpened', { name: 'Main' }),
  event('supplier', 'SupplierRegistered', { name: 'Screws & Co', currency: 'EUR', leadTimeDays: 12 }),
  event('supplier', 'SupplierDetailsChanged', { before: { leadTimeDays: 12 }, after: { leadTimeDays: 9.5 } }),
  event('supplier', 'SupplierHeld', {}),
  event('supplier', 'SupplierReleased', {}),
  event('terms', 'SupplierTermsChanged', {
    supplierId: supplier,
    productId: product,
    before: null,
    after: { ...terms, rank: 2 },
  }),
  event('terms', 'SupplierTermsChanged', {
    supplierId: supplier,
    productId: product,
    before: { ...terms, rank: 2 },
    after: terms,
  }),
];

const stockAndDemand: LoggedEvent[] = [
  event(
    'level',
    'StockImported',
    { ...movement(20, 0), importId: null, asOf: '2026-10-31T00:00:00Z' },
    { occurredAt: '2026-10-31T00:00:00Z' },
  ),
  event('level', 'StockReceived', movement(5, 20), { occurredAt: '2024-02-29T23:59:59.999999Z' }),
  event('level', 'StockIssued', movement(-3.125, 25)),
  event('level', 'StockAdjusted', movement(-1, 21.875), {
    reason: { code: 'stock-found', text: 'one was broken' },
  }),
  event('level', 'StockMoved', { ...movement(-2, 20.875), counterpartLocationId: id('elsewhere') }),
  event('level', 'StockAllocated', { ...allocation('SO-1', 4, 0), reference: 'SO-1', until: '2026-12-31' }),
  event('level', 'StockAllocated', { ...allocation('SO-2', 1.5, 4), reference: 'SO-2', until: null }),
  event('level', 'StockAllocationReleased', { ...allocation('SO-1', -4, 5.5), because: 'cancelled' }),
  event('level', 'StockQuarantined', { ...at, quantity: 3, quarantinedBefore: 0, quarantinedAfter: 3 }),
  event('level', 'StockReleasedFromQuarantine', {
    ...at,
    quantity: 1,
    quarantinedBefore: 3,
    quarantinedAfter: 2,
  }),
  event('level', 'StockCounted', count('small', 18.875, 0)),
  event('level', 'StockCountStarted', { ...count('large', 8.875, 20_000), countedBy: 'operator' }),
  event('level', 'StockCountRejected', { ...at, countId: id('large'), because: 'superseded' }),
  event('level', 'StockCountStarted', { ...count('same', 18.875, null), countedBy: 'operator' }),
  event('level', 'StockCountApproved', { ...at, countId: id('same'), difference: 0 }),
  event('import', 'DataImportStarted', { kind: 'sales', fileName: 'sales.csv', fileHash: 'f' }),
  event('demand', 'DemandImported', {
    importId: id('import'),
    ...at,
    rows: [
      ['2026-10-01', 3],
      ['2026-10-02', -1],
      ['2026-10-03', 2.5],
    ],
  }),
  event('demand', 'DemandImported', { importId: id('import'), ...at, rows: [['2026-10-02', 4]] }),
  event('import', 'DataImported', { kind: 'sales', fileName: 'sales.csv', rows: 4, rejected: 1 }),
  event('demand', 'SaleRecorded', { ...at, day: '2026-10-03', quantity: 2 }),
  event('demand', 'SaleRecorded', { ...at, day: '2026-10-03', quantity: 0.5 }),
  event('undone', 'DataImportStarted', { kind: 'sales', fileName: 'wrong.csv', fileHash: 'w' }),
  event('demand', 'DemandImported', { importId: id('undone'), ...at, rows: [['2026-10-01', 900]] }),
  event('undone', 'DataImported', { kind: 'sales', fileName: 'wrong.csv', rows: 1, rejected: 0 }),
  event('undone', 'DataImportUndone', { kind: 'sales' }),
  event('terms import', 'DataImportStarted', { kind: 'terms', fileName: 'terms.csv', fileHash: 't' }),
  event('terms import', 'DataImported', { kind: 'terms', fileName: 'terms.csv', rows: 2, rejected: 0 }),
];

const override = {
  serviceMeasure: 'fillRate',
  serviceTarget: 0.98,
  reviewPeriodDays: null,
  minStock: 5,
  maxStock: null,
  doNotStock: false,
  until: '2026-12-31',
} as const;
const overridden = (name: string, until: string | null) => ({
  ...at,
  overrideId: id(`override ${name}`),
  from: '2026-11-10',
  until,
});
const classes = { abcClass: 'B', xyzClass: 'Y', demandPattern: 'erratic' } as const;
const demandPlan: LoggedEvent[] = [
  event('sale', 'DemandEventPlanned', {
    name: 'Winter sale',
    from: '2026-12-01',
    to: '2026-12-10',
    lift: 1.5,
    scope: { kind: 'category', category: 'hardware' },
  }),
  event('fair', 'DemandEventPlanned', {
    name: 'Fair',
    from: '2026-11-05',
    to: '2026-11-05',
    lift: 0,
    scope: { kind: 'products', productIds: [product, other] },
  }),
  event('fair', 'DemandEventCancelled', {}),
  event(
    'plan',
    'DemandForecastOverridden',
    { ...overridden('a', '2026-11-30'), perDay: 2.5, factor: null },
    { reason: { code: 'demand-event-known', text: 'a new customer' } },
  ),
  event('plan', 'DemandForecastOverridden', { ...overridden('b', null), perDay: null, factor: 0.5 }),
  event('plan', 'DemandOverrideExpired', { ...at, overrideId: id('override b') }),
  event('plan', 'DemandOutlierExcluded', { ...at, day: '2026-10-01' }),
  event('plan', 'DemandOutlierExcluded', { ...at, day: '2026-10-02' }),
  event('plan', 'DemandOutlierRestored', { ...at, day: '2026-10-01', automatic: false }),
  event('plan', 'DemandOutlierRestored', { ...at, day: '2026-10-02', automatic: true }),
  event('like', 'LikeItemChosen', { productId: other, likeProductId: product, share: 0.5 }),
  event('like', 'LikeItemChosen', { productId: other, likeProductId: product, share: 0.6 }),
  event('like the other', 'LikeItemChosen', { productId: product, likeProductId: id('third'), share: 1 }),
  event('like the other', 'LikeItemChosen', { productId: product, likeProductId: null, share: null }),
];

const settings: LoggedEvent[] = [
  event('settings', 'ForecastSchedulePaused', { until: '2026-11-20' }, { reason: { code: 'data-wrong' } }),
  event('settings', 'PlanningSettingsChanged', {
    before: null,
    after: { ...defaultPlanningSettings, holdingCostRate: 0.3 },
  }),
  event('settings', 'ForecastScheduleResumed', {}),
  event('policy override', 'PolicyOverridden', { ...at, before: null, after: { ...override, minStock: 4 } }),
  event(
    'policy override',
    'PolicyOverridden',
    { ...at, before: { ...override, minStock: 4 }, after: override },
    { reason: { code: 'other', text: 'our best customer' } },
  ),
  event('ended policy override', 'PolicyOverridden', {
    ...at,
    productId: other,
    before: null,
    after: override,
  }),
  event('ended policy override', 'PolicyOverridden', {
    ...at,
    productId: other,
    before: override,
    after: null,
  }),
  event('class', 'SkuClassified', { ...at, before: null, after: classes }),
  event('class', 'SkuClassified', { ...at, before: classes, after: { ...classes, abcClass: 'A' } }),
];

const planning: LoggedEvent[] = [
  event(
    'run',
    'ForecastRunScheduled',
    { asOf: '2026-11-02', trigger: 'nightly', onlyFailedOf: null },
    { executionId: 'night' },
  ),
  event('policy', 'PolicyAccepted', {
    ...at,
    runId: null,
    before: null,
    after: { ...policy, reorderPoint: 10 },
  }),
  event('policy', 'PolicyAccepted', {
    ...at,
    runId: id('run'),
    before: { ...policy, reorderPoint: 10 },
    after: policy,
  }),
  event('run', 'ForecastRunCompleted', { planned: 2, failed: 1, shardHashes: ['aa', 'bb'], accuracy: [] }),
  event(
    'failing run',
    'ForecastRunScheduled',
    { asOf: '2026-11-03', trigger: 'manual', onlyFailedOf: null },
    { executionId: 'failed night' },
  ),
  event('replenishment', 'StockIssueDetected', issue('soon', 9)),
  event('replenishment', 'StockIssueWorsened', issue('urgent', 2)),
  event('replenishment', 'StockIssueEased', issue('soon', 5)),
  event('replenishment', 'ReplenishmentRecommended', {
    ...at,
    supplierId: supplier,
    recommendedQuantity: 30,
    steps,
    facts: { onHand: 18.875 },
  }),
  event('replenishment', 'RecommendationWithdrawn', { ...at, because: 'stock came in' }),
  event('replenishment', 'StockIssueResolved', {
    issueId: id('issue'),
    ...at,
    kind: 'projectedStockout',
    by: 'analysis',
  }),
  event('replenishment', 'StockIssueDetected', issue('urgent', 1)),
  event('replenishment', 'ReplenishmentRecommended', {
    ...at,
    supplierId: supplier,
    recommendedQuantity: 35,
    steps,
    facts: { onHand: 3 },
  }),
  event('replenishment', 'RecommendationDrafted', { ...at, purchaseOrderId: id(order('delivered')) }),
  event('replenishment', 'RecommendationSettled', {
    ...at,
    purchaseOrderId: id(order('delivered')),
    outcome: 'ordered',
    suppressedUntil: null,
  }),
];

const delivered: LoggedEvent[] = [
  proposed('delivered', 'PO-1'),
  event('advice', 'AdviceRequested', {
    purchaseOrderId: id(order('delivered')),
    revision: 1,
    promptVersion: 'v1',
    factSheetHash: 'h',
    mode: 'model',
  }),
  event('advice', 'AdviceReceived', {
    purchaseOrderId: id(order('delivered')),
    revision: 1,
    source: 'template',
    model: null,
    promptVersion: 'v1',
    factSheetHash: 'h',
    factSheet: { stock: { label: 'On hand', text: '3' } },
    advice: {
      explanation: 'Stock runs out.',
      suggestedAction: 'approve',
      risk: 'high',
      figures: [{ key: 'stock', text: '3' }],
    },
    tokens: 0,
    computedBecause: 'no key',
  }),
  requested('delivered'),
  event(order('delivered'), 'StaleDecisionRefused', {
    ...approval('delivered'),
    diff: [{ lineNumber: 1, fact: 'onHand', before: 3, after: 4 }],
  }),
  event(
    order('delivered'),
    'PurchaseOrderAmended',
    {
      ...approval('delivered', 2),
      before: lines,
      after: [line(1, product, 40)],
      alsoApproved: false,
      undoUntil,
    },
    { reason: { code: 'budget' } },
  ),
  event(order('delivered'), 'DecisionUndone', { ...approval('delivered'), decision: 'amend', lines }),
  event(
    order('delivered'),
    'PurchaseOrderAmended',
    {
      ...approval('delivered', 2),
      before: lines,
      after: [line(1, product, 20), line(2, other, 2.505)],
      alsoApproved: false,
      undoUntil,
    },
    { reason: { code: 'budget' } },
  ),
  requested('delivered', 2),
  event(order('delivered'), 'PurchaseOrderApprovalGranted', { ...approval('delivered', 2), level: 1 }),
  event(order('delivered'), 'PurchaseOrderApproved', { ...approval('delivered', 2), auto: false, undoUntil }),
  event(order('delivered'), 'PurchaseOrderIssued', { channel: 'recorded', expectedAt: '2026-11-12' }),
  event(order('delivered'), 'PurchaseOrderAcknowledged', { promisedDate: '2026-11-13' }),
  event(order('delivered'), 'PurchaseOrderRescheduled', {
    from: '2026-11-13',
    to: '2026-11-15',
    by: 'supplier',
  }),
  event(order('delivered'), 'PurchaseOrderHeld', {}),
  event(order('delivered'), 'PurchaseOrderReleased', { status: 'Acknowledged' }),
  event(order('delivered'), 'PurchaseOrderCommented', { text: 'One crate fell.' }),
  event(order('delivered'), 'GoodsReceived', {
    receiptId: id('receipt 0'),
    lines: [{ lineNumber: 1, quantity: 4 }],
  }),
  event(order('delivered'), 'GoodsRejected', {
    receiptId: id('receipt 0'),
    lines: [{ lineNumber: 1, quantity: 1 }],
  }),
  event(order('delivered'), 'DeliveryDiscrepancyRecorded', { lineNumber: 1, kind: 'rejected', quantity: 1 }),
  event(order('delivered'), 'PurchaseOrderPartiallyReceived', { receiptId: id('receipt 0') }),
  event(order('delivered'), 'GoodsReceiptReversed', {
    receiptId: id('receipt 0'),
    lines: [{ lineNumber: 1, quantity: 4 }],
    status: 'Acknowledged',
  }),
  event(order('delivered'), 'GoodsReceived', {
    receiptId: id('receipt 1'),
    lines: [
      { lineNumber: 1, quantity: 5 },
      { lineNumber: 1, quantity: 2 },
    ],
  }),
  event(order('delivered'), 'PurchaseOrderPartiallyReceived', { receiptId: id('receipt 1') }),
  event(order('delivered'), 'GoodsReceived', {
    receiptId: id('receipt 2'),
    lines: [
      { lineNumber: 1, quantity: 13 },
      { lineNumber: 2, quantity: 2.505 },
    ],
  }),
  event(order('delivered'), 'PurchaseOrderReceived', { receiptId: id('receipt 2') }),
  event(order('delivered'), 'PurchaseOrderClosed', { shortClosed: false }),
];

const dropped: LoggedEvent[] = [
  proposed('postponed', 'PO-2'),
  requested('postponed'),
  event(order('postponed'), 'PurchaseOrderPostponed', {
    ...approval('postponed'),
    wake: { until: '2026-11-20' },
    undoUntil,
  }),
  event(order('postponed'), 'PurchaseOrderPostponementEnded', { condition: 'date' }),
  requested('postponed'),
  event(order('postponed'), 'ApprovalReminderSent', approval('postponed')),
  event(order('postponed'), 'ApprovalEscalated', { ...approval('postponed'), to: 'admin' }),
  event(order('postponed'), 'ApprovalExtended', {
    ...approval('postponed'),
    expiresAt: '2026-11-16T08:00:00Z',
  }),
  event(order('postponed'), 'ApprovalExpired', approval('postponed')),
  event('approval policy', 'ApprovalPolicyChanged', {
    before: null,
    after: { ...defaultApprovalPolicy, dualAboveMinor: 1_000_000 },
  }),
  event('delegations', 'ApprovalDelegated', {
    delegationId: id('delegation'),
    from: 'approver',
    to: 'operator',
    fromDay: '2026-11-02',
    untilDay: '2026-11-09',
  }),
  event('delegations', 'ApprovalDelegationEnded', {
    delegationId: id('delegation'),
    from: 'approver',
    to: 'operator',
  }),
  event(order('postponed'), 'PurchaseOrderCancelled', { approvalId: null }),
  proposed('rejected', 'PO-3'),
  requested('rejected'),
  event(order('rejected'), 'PurchaseOrderApproved', { ...approval('rejected'), auto: false, undoUntil }),
  event(order('rejected'), 'DecisionUndone', { ...approval('rejected'), decision: 'approve', lines: null }),
  event(
    order('rejected'),
    'PurchaseOrderRejected',
    { ...approval('rejected'), undoUntil },
    { reason: { code: 'price-too-high' } },
  ),
  proposed('waiting', 'PO-4'),
  requested('waiting'),
  event(order('waiting'), 'PurchaseOrderPostponed', {
    ...approval('waiting'),
    wake: { until: '2026-12-24' },
    undoUntil,
  }),
  event('execution', 'WorkflowControlRequested', { executionId: 'failed night', action: 'stop' }),
  event('execution', 'WorkflowCompleted', {
    executionId: 'failed night',
    machine: 'nightly-forecast',
    status: 'ABORTED',
    historySha256: 'h',
  }),
];

/** Every type of event, at least once. */
export const story: readonly LoggedEvent[] = [
  ...catalogue,
  ...stockAndDemand,
  ...demandPlan,
  ...settings,
  ...planning,
  ...delivered,
  ...dropped,
];

/** Ids of the story, by the names used in it. */
export const storyId = id;
