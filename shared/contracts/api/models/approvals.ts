/** Approvals, and everything the decision page shows. */
import * as v from 'valibot';

import { AdviceText } from '#shared/contracts/events/advice.ts';
import { FactChange, WakeCondition } from '#shared/contracts/events/approvals.ts';
import { Reason } from '#shared/contracts/events/envelope.ts';
import { IssueKind, QuantityStep, Severity } from '#shared/contracts/events/planning.ts';
import { Money } from '#shared/contracts/quantities.ts';

import { TimelineEntry } from './audit.ts';
import { day, id, instant, number, text } from './fields.ts';

/** Advice as it is shown beside a decision. */
export const AdviceView = v.strictObject({
  ...AdviceText.entries,
  source: v.picklist(['model', 'template']),
  model: v.nullable(text),
  promptVersion: text,
  factSheetHash: text,
  figuresChecked: number,
  recordedAt: instant,
  computedBecause: v.nullable(text),
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
  /** How many people have to approve, and how many have. */
  requiredCount: number,
  grantedCount: number,
  /** When the admins were told that nobody decides. */
  escalatedAt: v.nullable(instant),
  /** Whose approvals the caller stands in for, where that is why they may approve. */
  delegatedFrom: v.nullable(text),
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
  quarantined: number,
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
  /** Last day on which this order still arrives, as a median, by the median stock-out; null without a forecast. */
  decideBy: v.nullable(
    v.strictObject({
      day,
      /** The day is over, or the risk is above the target already. */
      isLate: v.boolean(),
      daysLate: number,
      /** No stock-out was found as far as was looked: it may wait longer. */
      isEarliest: v.boolean(),
      /** Risk that the service level allows; null without a policy. */
      targetRisk: v.nullable(number),
    }),
  ),
  openOrders: v.array(
    v.strictObject({ purchaseOrderId: id, number: text, quantity: number, promisedDate: v.nullable(day) }),
  ),
  /** How long the supplier said it takes, and how long it took; null without a supplier. */
  supplierLeadTime: v.nullable(
    v.strictObject({
      statedDays: number,
      /** The newest first, at most six. */
      lastDays: v.array(number),
      /** Days within which half, and nine tenths, of a year's quantity came; null: nothing did. */
      p50: v.nullable(number),
      p90: v.nullable(number),
    }),
  ),
  forecast: v.nullable(
    v.strictObject({
      method: text,
      demandPattern: text,
      wape: v.nullable(number),
      bias: v.nullable(number),
      /** Share of past futures inside the band of 80 %. */
      coverage80: v.nullable(number),
      /** That share is outside 70 to 90 %. */
      isBandUntrustworthy: v.boolean(),
    }),
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
  /** What `costOfWaiting` assumes: holding cost per year and lost margin, shares of the price; the tenant's own or the defaults. */
  costAssumptions: v.strictObject({
    holdingCostRate: number,
    marginOfPrice: number,
    source: v.picklist(['settings', 'defaults']),
  }),
  lines: v.array(ApprovalLine),
  advice: v.nullable(AdviceView),
  reason: v.nullable(Reason),
  wake: v.nullable(WakeCondition),
  grants: v.array(
    v.strictObject({ sub: text, name: text, onBehalfOfName: v.nullable(text), grantedAt: instant }),
  ),
  /** Highest value, in minor units, that the caller may approve, in their own right or for somebody. */
  limitMinor: number,
  /** Whether an approval of the caller would be taken now; `closed`: it waits for nobody. */
  mayDecide: v.strictObject({
    may: v.boolean(),
    because: v.nullable(v.picklist(['closed', 'role', 'ownProposal', 'granted', 'limit'])),
  }),
  executionId: text,
  timeline: v.array(TimelineEntry),
});
/** An approval with all that a decision needs. */
export type ApprovalDetail = v.InferOutput<typeof ApprovalDetail>;
