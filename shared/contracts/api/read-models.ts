/** What the reads of the API answer. Quantities in stock units, money in minor units, instants in UTC, days in the tenant's zone. */
import * as v from 'valibot';

import { AdviceText } from '#shared/contracts/events/advice.ts';
import { FactChange, WakeCondition } from '#shared/contracts/events/approvals.ts';
import { Actor, Reason } from '#shared/contracts/events/envelope.ts';
import { DemandQuantiles, IssueKind, QuantityStep, Severity } from '#shared/contracts/events/planning.ts';
import { Money } from '#shared/contracts/quantities.ts';
import { Role } from '#shared/contracts/roles.ts';

const id = v.string();
const text = v.string();
const instant = v.string();
const day = v.string();
const number = v.number();

/** Who is asking, and where they belong. */
export const Me = v.strictObject({
  sub: text,
  memberships: v.array(
    v.strictObject({
      tenantId: id,
      tenantName: text,
      role: Role,
      displayName: text,
      timeZone: text,
      currency: text,
      approvalLimitMinor: number,
    }),
  ),
});
/** Who is asking, and where they belong. */
export type Me = v.InferOutput<typeof Me>;

/** A product with its stock over all locations. `unitCostMinor` is null for viewers. */
export const Product = v.strictObject({
  productId: id,
  sku: text,
  name: text,
  unit: text,
  category: text,
  status: v.picklist(['active', 'discontinued']),
  unitCostMinor: v.nullable(number),
  currency: text,
  supplierName: v.nullable(text),
  onHand: number,
  onOrder: number,
  inventoryPosition: number,
  reorderPoint: v.nullable(number),
  orderUpToLevel: v.nullable(number),
  meanPerDay: v.nullable(number),
  /** Available ÷ mean daily forecast; null without a forecast or demand. */
  daysOfSupply: v.nullable(number),
  /** The worst open issue. */
  issue: v.nullable(v.strictObject({ kind: IssueKind, severity: Severity })),
});
/** A product with its stock over all locations. */
export type Product = v.InferOutput<typeof Product>;

/** The facts of one product at one location. */
export const ProductLocation = v.strictObject({
  locationId: id,
  locationName: text,
  onHand: number,
  allocated: number,
  available: number,
  onOrder: number,
  onRequest: number,
  inventoryPosition: number,
  policy: v.nullable(
    v.strictObject({
      policyVersion: number,
      safetyStock: number,
      reorderPoint: number,
      orderUpToLevel: number,
      reviewPeriodDays: number,
      cycleServiceLevel: number,
      meanPerDay: number,
      standardDeviationPerDay: number,
      leadTimeDemand: DemandQuantiles,
    }),
  ),
  forecast: v.nullable(
    v.strictObject({
      runId: id,
      demandPattern: text,
      method: text,
      accuracy: v.nullable(v.record(v.string(), v.nullable(number))),
    }),
  ),
});

/** A product in full: per location, terms, issues, demand by week and the latest movements. */
export const ProductDetail = v.strictObject({
  ...Product.entries,
  locations: v.array(ProductLocation),
  terms: v.array(
    v.strictObject({
      supplierId: id,
      supplierName: text,
      unitPriceMinor: v.nullable(number),
      currency: text,
      leadTimeDays: number,
      minimumOrderQuantity: number,
      orderMultiple: number,
      rank: number,
    }),
  ),
  issues: v.array(v.lazy(() => StockIssue)),
  demandByWeek: v.array(v.strictObject({ week: day, quantity: number })),
  movements: v.array(v.lazy(() => StockMovement)),
});
/** A product in full. */
export type ProductDetail = v.InferOutput<typeof ProductDetail>;

/** An issue that was found. */
export const StockIssue = v.strictObject({
  issueId: id,
  productId: id,
  sku: text,
  productName: text,
  locationId: id,
  locationName: text,
  kind: IssueKind,
  severity: Severity,
  status: v.picklist(['open', 'resolved']),
  detail: v.record(v.string(), v.union([v.string(), v.number(), v.null()])),
  detectedAt: instant,
  resolvedAt: v.nullable(instant),
});
/** An issue that was found. */
export type StockIssue = v.InferOutput<typeof StockIssue>;

/** A movement of stock. */
export const StockMovement = v.strictObject({
  movementId: id,
  occurredAt: instant,
  productId: id,
  sku: text,
  locationId: id,
  locationName: text,
  kind: text,
  quantity: number,
  onHandBefore: number,
  onHandAfter: number,
  reason: v.nullable(Reason),
});
/** A movement of stock. */
export type StockMovement = v.InferOutput<typeof StockMovement>;

/** A supplier. */
export const Supplier = v.strictObject({
  supplierId: id,
  name: text,
  currency: text,
  leadTimeDays: number,
  status: v.picklist(['active', 'held']),
  products: number,
});
/** A supplier. */
export type Supplier = v.InferOutput<typeof Supplier>;

/** Status of a purchase order (the lifecycle's states). */
export const PurchaseOrderStatus = v.picklist([
  'Proposed',
  'PendingApproval',
  'Postponed',
  'Approved',
  'Issued',
  'Acknowledged',
  'PartiallyReceived',
  'Received',
  'Closed',
  'Rejected',
  'Cancelled',
  'Superseded',
  'OnHold',
]);
/** Status of a purchase order. */
export type PurchaseOrderStatus = v.InferOutput<typeof PurchaseOrderStatus>;

/** A line as people see it. Prices are null for viewers. */
export const OrderLine = v.strictObject({
  lineNumber: number,
  productId: id,
  sku: text,
  productName: text,
  unit: text,
  quantity: number,
  receivedQuantity: number,
  recommendedQuantity: number,
  unitPriceMinor: v.nullable(number),
  steps: v.array(QuantityStep),
});
/** A line as people see it. */
export type OrderLine = v.InferOutput<typeof OrderLine>;

/** A purchase order in a list. `value` is null for viewers. */
export const PurchaseOrder = v.strictObject({
  purchaseOrderId: id,
  number: text,
  status: PurchaseOrderStatus,
  revision: number,
  supplierId: id,
  supplierName: text,
  locationId: id,
  locationName: text,
  value: v.nullable(Money),
  lineCount: number,
  approvalId: v.nullable(id),
  proposedAt: instant,
  approvedAt: v.nullable(instant),
  approvedBy: v.nullable(text),
  approvedByName: v.nullable(text),
  issuedAt: v.nullable(instant),
  postponedUntil: v.nullable(day),
  expectedAt: v.nullable(day),
});
/** A purchase order in a list. */
export type PurchaseOrder = v.InferOutput<typeof PurchaseOrder>;

/** Goods that came in. */
export const Receipt = v.strictObject({
  receiptId: id,
  receivedAt: instant,
  receivedBy: Actor,
  lines: v.array(v.strictObject({ lineNumber: number, quantity: number })),
});

/** A purchase order in full. */
export const PurchaseOrderDetail = v.strictObject({
  ...PurchaseOrder.entries,
  executionId: v.nullable(text),
  lines: v.array(OrderLine),
  receipts: v.array(Receipt),
  /** What may be done with it now, by someone with the caller's role. */
  actions: v.array(v.picklist(['decide', 'receive', 'cancel'])),
});
/** A purchase order in full. */
export type PurchaseOrderDetail = v.InferOutput<typeof PurchaseOrderDetail>;

/** One entry of an order's timeline: an event, or a step of its workflow. */
export const TimelineEntry = v.strictObject({
  id: text,
  at: instant,
  kind: v.picklist(['event', 'workflow']),
  /** Event type, or `<step> entered` and so on. */
  type: text,
  actor: v.nullable(Actor),
  actorName: v.nullable(text),
  reason: v.nullable(Reason),
  /** Name of the workflow state, for steps. */
  state: v.nullable(text),
  summary: text,
  payload: v.unknown(),
});
/** One entry of an order's timeline. */
export type TimelineEntry = v.InferOutput<typeof TimelineEntry>;

/** Advice as it is shown beside a decision. */
export const AdviceView = v.strictObject({
  ...AdviceText.entries,
  source: v.picklist(['model', 'template']),
  model: v.nullable(text),
  promptVersion: text,
  factSheetHash: text,
  figuresChecked: number,
  recordedAt: instant,
  rejectedBecause: v.nullable(text),
});
/** Advice as it is shown beside a decision. */
export type AdviceView = v.InferOutput<typeof AdviceView>;

/** Status of an approval. */
export const ApprovalStatus = v.picklist(['PENDING', 'DECIDED', 'EXPIRED', 'CANCELLED']);
/** Status of an approval. */
export type ApprovalStatus = v.InferOutput<typeof ApprovalStatus>;

/** An approval in the inbox; the riskiest line leads. */
export const Approval = v.strictObject({
  id,
  status: ApprovalStatus,
  purchaseOrderId: id,
  number: text,
  revision: number,
  factsHash: text,
  supplierName: text,
  locationName: text,
  value: v.nullable(Money),
  requestedAt: instant,
  expiresAt: instant,
  decision: v.nullable(v.picklist(['approve', 'amend', 'postpone', 'reject', 'cancel'])),
  decidedBy: v.nullable(text),
  decidedByName: v.nullable(text),
  decidedAt: v.nullable(instant),
  undoUntil: v.nullable(instant),
  lines: v.array(
    v.strictObject({
      lineNumber: number,
      productId: id,
      sku: text,
      productName: text,
      unit: text,
      quantity: number,
      unitPriceMinor: v.nullable(number),
    }),
  ),
  /** P(stock-out before the order arrives) of the riskiest line: deciding now, and waiting a week. */
  stockoutRiskNow: v.nullable(number),
  stockoutRiskWait7: v.nullable(number),
  /** Product whose risk that is. */
  leadLineNumber: number,
  /** Stock-out without the order, the riskiest line's median. */
  stockoutP50: v.nullable(day),
  /** Last day on which deciding still avoids the median stock-out. */
  decideBy: v.nullable(day),
});
/** An approval in the inbox. */
export type Approval = v.InferOutput<typeof Approval>;

const band = v.strictObject({ day, p10: number, p25: number, p50: number, p75: number, p90: number });

/** Everything the decision page shows of one line. */
export const ApprovalLine = v.strictObject({
  lineNumber: number,
  productId: id,
  sku: text,
  productName: text,
  unit: text,
  quantity: number,
  recommendedQuantity: number,
  unitPriceMinor: v.nullable(number),
  lastUnitPriceMinor: v.nullable(number),
  steps: v.array(QuantityStep),
  onHand: number,
  allocated: number,
  available: number,
  onOrder: number,
  inventoryPosition: number,
  reorderPoint: v.nullable(number),
  orderUpToLevel: v.nullable(number),
  safetyStock: v.nullable(number),
  cycleServiceLevel: v.nullable(number),
  meanPerDay: v.nullable(number),
  daysOfSupplyAfter: v.nullable(number),
  leadTimeDays: v.nullable(number),
  arrivalP50: v.nullable(day),
  arrivalP90: v.nullable(day),
  stockoutP10: v.nullable(day),
  stockoutP50: v.nullable(day),
  stockoutRiskNow: v.nullable(number),
  stockoutRiskWait7: v.nullable(number),
  openOrders: v.array(
    v.strictObject({ purchaseOrderId: id, number: text, quantity: number, promisedDate: v.nullable(day) }),
  ),
  forecast: v.nullable(
    v.strictObject({ method: text, demandPattern: text, wape: v.nullable(number), bias: v.nullable(number) }),
  ),
  /** Projected stock per day with this order and without it; empty without a forecast. */
  projection: v.strictObject({
    withOrder: v.array(band),
    withoutOrder: v.array(v.strictObject({ day, p50: number })),
  }),
  /** Expected cost of deciding so many days later, money of the order's currency. */
  costOfWaiting: v.array(v.strictObject({ days: number, amountMinor: number, p90Minor: number })),
  issues: v.array(
    v.strictObject({
      kind: IssueKind,
      severity: Severity,
      detail: v.record(v.string(), v.union([v.string(), v.number(), v.null()])),
    }),
  ),
});
/** Everything the decision page shows of one line. */
export type ApprovalLine = v.InferOutput<typeof ApprovalLine>;

/** An approval with all that a decision needs. `factsHash` is that of the facts as they are now. */
export const ApprovalDetail = v.strictObject({
  ...v.omit(Approval, ['lines']).entries,
  /** Hash of the facts when the approval was requested; unlike `factsHash` when something moved since. */
  requestedFactsHash: text,
  factsAt: instant,
  /** What has changed since the approval was requested. */
  factChanges: v.array(FactChange),
  /** Nothing can be ordered from the supplier until it is released. */
  supplierHeld: v.boolean(),
  /** What `costOfWaiting` assumes, for no margin is known: holding cost per year and lost margin, shares of the price. */
  costAssumptions: v.strictObject({ holdingCostRate: number, marginOfPrice: number }),
  lines: v.array(ApprovalLine),
  advice: v.nullable(AdviceView),
  reason: v.nullable(Reason),
  wake: v.nullable(WakeCondition),
  requiredCount: number,
  grants: v.array(v.strictObject({ sub: text, name: text, grantedAt: instant })),
  /** The caller's own limit in minor units, and whether it covers the order. */
  limitMinor: number,
  mayDecide: v.boolean(),
  executionId: text,
  timeline: v.array(TimelineEntry),
});
/** An approval with all that a decision needs. */
export type ApprovalDetail = v.InferOutput<typeof ApprovalDetail>;

/** An entry of the audit trail: an event in readable form. */
export const AuditEntry = v.strictObject({
  eventId: id,
  streamId: id,
  streamType: text,
  streamVersion: number,
  type: text,
  topic: text,
  occurredAt: instant,
  recordedAt: instant,
  actor: Actor,
  actorName: text,
  reason: v.nullable(Reason),
  correlationId: id,
  causationId: v.nullable(id),
  executionId: v.nullable(text),
  factsHash: v.nullable(text),
  /** What it is about, in words: an order number, a SKU, a supplier's name. */
  subject: text,
  payload: v.unknown(),
});
/** An entry of the audit trail. */
export type AuditEntry = v.InferOutput<typeof AuditEntry>;

/** A forecast run. */
export const ForecastRun = v.strictObject({
  runId: id,
  asOf: day,
  trigger: v.picklist(['nightly', 'manual']),
  status: v.picklist(['scheduled', 'running', 'completed', 'aborted']),
  planned: number,
  failed: number,
  changed: number,
  requestedAt: instant,
  completedAt: v.nullable(instant),
  executionId: v.nullable(text),
});
/** A forecast run. */
export type ForecastRun = v.InferOutput<typeof ForecastRun>;

/** A forecast run with what failed. */
export const ForecastRunDetail = v.strictObject({
  ...ForecastRun.entries,
  failures: v.array(v.strictObject({ productId: id, sku: text, productName: text, reason: text })),
});

/** A workflow execution, without inputs, outputs and tokens. */
export const Execution = v.strictObject({
  name: text,
  executionId: text,
  machine: text,
  status: text,
  startedAt: instant,
  stoppedAt: v.nullable(instant),
});
/** A workflow execution. */
export type Execution = v.InferOutput<typeof Execution>;

/** A step of an execution. */
export const ExecutionStep = v.strictObject({
  id: number,
  previousId: number,
  type: text,
  at: instant,
  state: v.nullable(text),
  error: v.nullable(text),
  cause: v.nullable(text),
});
/** A step of an execution. */
export type ExecutionStep = v.InferOutput<typeof ExecutionStep>;

/** A workflow execution with its steps. */
export const ExecutionDetail = v.strictObject({ ...Execution.entries, steps: v.array(ExecutionStep) });
/** A workflow execution with its steps. */
export type ExecutionDetail = v.InferOutput<typeof ExecutionDetail>;

/** An import of a file. */
export const Import = v.strictObject({
  importId: id,
  kind: text,
  fileName: text,
  status: v.picklist(['running', 'finished', 'undone']),
  rowsAccepted: number,
  rowsRefused: number,
  startedAt: instant,
  finishedAt: v.nullable(instant),
});

/** An event that could not be applied. */
export const QuarantinedEvent = v.strictObject({
  streamId: id,
  eventId: id,
  streamVersion: number,
  type: text,
  reason: text,
  attempts: number,
  quarantinedAt: instant,
});

/** A member of the tenant. */
export const Member = v.strictObject({
  sub: text,
  role: Role,
  displayName: text,
  approvalLimitMinor: number,
});

/** Whether the parts answer. */
export const Health = v.strictObject({
  status: v.picklist(['ok', 'degraded']),
  database: v.picklist(['ok', 'down']),
});
