/** A decision as it was known when it was taken, and what the same rules say of it now. */
import * as v from 'valibot';

import { FactChange, WakeCondition } from '#shared/contracts/events/approvals.ts';
import { Actor, Reason } from '#shared/contracts/events/envelope.ts';
import { QuantityStep } from '#shared/contracts/events/planning.ts';
import { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';
import { Money } from '#shared/contracts/quantities.ts';
import { FactSheet } from '#shared/contracts/workflows/purchase-order-decision.ts';

import { AdviceView, ApprovalStatus } from './approvals.ts';
import { id, instant, number, text } from './fields.ts';

const figure = v.nullable(number);
const line = v.strictObject({ ...PurchaseOrderLine.entries, unitPriceMinor: figure });

/** The figures that one line's decision rested on; null where the product had no stock record. */
const lineFacts = v.strictObject({
  lineNumber: number,
  vector: v.nullable(
    v.strictObject({
      inventoryPosition: number,
      leadTimeDemandP50: figure,
      leadTimeDemandP90: figure,
      leadTimeDemandP95: figure,
      unitPriceMinor: figure,
      leadTimeP50: figure,
      leadTimeP90: figure,
      policyVersion: figure,
    }),
  ),
});

/** One thing that people, or the clock, did about the approval, in the order of the log. */
const ReplayedDecision = v.strictObject({
  eventId: id,
  type: text,
  at: instant,
  by: Actor,
  reason: v.nullable(Reason),
  /** Hash of the facts it was taken on; unlike the approval's where they had moved meanwhile. */
  factsHash: v.nullable(text),
  /** What had moved, too little to ask again; null for viewers. */
  note: v.nullable(text),
  /** The order's lines after it, where it changed them. */
  linesAfter: v.nullable(v.array(line)),
  /** Viewers do not see what the basket has to be worth. */
  wake: v.nullable(v.strictObject({ ...WakeCondition.entries, basketAboveMinor: v.optional(figure) })),
  undoUntil: v.nullable(instant),
});
/** One thing that was done about the approval. */
export type ReplayedDecision = v.InferOutput<typeof ReplayedDecision>;

/** What the decision rested on, and the decision, as they were stored: nothing that happens later changes it. */
export const SeenThen = v.strictObject({
  status: ApprovalStatus,
  revision: number,
  supplierId: id,
  locationId: id,
  requestedAt: instant,
  requiredCount: number,
  /** Version of the approval policy it came under; null from before there was one. */
  approvalPolicyVersion: figure,
  value: v.nullable(Money),
  lines: v.array(line),
  facts: v.array(lineFacts),
  /** The figures that the advice could cite; null for viewers, as it cites prices. */
  factSheet: v.nullable(FactSheet),
  advice: v.nullable(AdviceView),
  decisions: v.array(ReplayedDecision),
});
/** What the decision rested on, and the decision. */
export type SeenThen = v.InferOutput<typeof SeenThen>;

/** Why a quantity cannot be computed again. */
const NotRecomputed = v.picklist(['proposedByPerson', 'factsUnreadable', 'noStockRecord']);
/** Why a quantity cannot be computed again. */
export type NotRecomputed = v.InferOutput<typeof NotRecomputed>;

/** What the rules of today say of one line. */
export const RecomputedLine = v.strictObject({
  lineNumber: number,
  /** 0: the rules ask for no order; null: see `because`. */
  recommendedQuantity: figure,
  steps: v.array(QuantityStep),
  /** Version of the inventory policy in the facts. */
  policyVersion: figure,
  /** The same quantity by the same steps as was recommended then. */
  isEqual: v.nullable(v.boolean()),
  because: v.nullable(NotRecomputed),
});
/** What the rules of today say of one line. */
export type RecomputedLine = v.InferOutput<typeof RecomputedLine>;

/** What of the stored approval is not what was written. */
const Breach = v.picklist(['facts', 'log', 'value', 'factSheet']);
/** What of the stored approval is not what was written. */
export type Breach = v.InferOutput<typeof Breach>;

/** A decision replayed. */
export const DecisionReplay = v.strictObject({
  id,
  purchaseOrderId: id,
  number: text,
  supplierName: text,
  locationName: text,
  products: v.array(v.strictObject({ productId: id, sku: text, productName: text, unit: text })),
  /** Names of the people in `seen.decisions`, by id. */
  people: v.record(text, text),
  seen: SeenThen,
  /** As stored with the approval. */
  factsHash: text,
  /** Computed now from the stored revision and figures. */
  recomputedHash: text,
  /** As the event log has it; null in the oldest logs. */
  loggedHash: v.nullable(text),
  isIntact: v.boolean(),
  /** Empty where it is intact. `facts`: hash and figures differ; `log`: the log has another hash. */
  breaches: v.array(Breach),
  /** From the facts of the recommendation, by the rules of today. */
  recomputed: v.array(RecomputedLine),
  /** From the facts of today, as if this order were not on its way. */
  now: v.strictObject({
    factsAt: instant,
    lines: v.array(RecomputedLine),
    changed: v.array(FactChange),
  }),
});
/** A decision replayed. */
export type DecisionReplay = v.InferOutput<typeof DecisionReplay>;
