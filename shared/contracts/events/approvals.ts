import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Day, Instant } from '#shared/contracts/instants.ts';
import { MinorUnits, NonNegativeQuantity } from '#shared/contracts/quantities.ts';
import { Line } from '#shared/contracts/text.ts';

import { PurchaseOrderLines } from './purchasing.ts';

const revision = v.pipe(v.number(), v.integer(), v.minValue(1));
const approval = { approvalId: Uuid, revision };

/** One of the needed approvals was given. */
export const PurchaseOrderApprovalGranted = v.strictObject({
  ...approval,
  level: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** What had changed since the page was opened, too little to ask again. */
  note: v.optional(Line),
});
/** One of the needed approvals was given. */
export type PurchaseOrderApprovalGranted = v.InferOutput<typeof PurchaseOrderApprovalGranted>;

/** The last approval was given (or policy needed none). Until `undoUntil` it can be taken back. */
export const PurchaseOrderApproved = v.strictObject({
  approvalId: v.nullable(Uuid),
  revision,
  auto: v.boolean(),
  undoUntil: v.nullable(Instant),
  /** Why policy alone approved it, and which version of it; absent where people did. */
  because: v.optional(v.array(Line)),
  policyVersion: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
/** The last approval was given. */
export type PurchaseOrderApproved = v.InferOutput<typeof PurchaseOrderApproved>;

/** The order was refused. */
export const PurchaseOrderRejected = v.strictObject({ ...approval, undoUntil: v.nullable(Instant) });
/** The order was refused. */
export type PurchaseOrderRejected = v.InferOutput<typeof PurchaseOrderRejected>;

/** The order was changed while it waited: `revision` is the new one. */
export const PurchaseOrderAmended = v.strictObject({
  approvalId: v.nullable(Uuid),
  revision,
  before: PurchaseOrderLines,
  after: PurchaseOrderLines,
  /** The amender's limit covers the changed order, and they approved it with the change. */
  alsoApproved: v.boolean(),
  undoUntil: v.nullable(Instant),
});
/** The order was changed while it waited. */
export type PurchaseOrderAmended = v.InferOutput<typeof PurchaseOrderAmended>;

/** When a postponed order comes back: at the latest on `until`, earlier as soon as one of the others holds. */
export const WakeCondition = v.strictObject({
  until: Day,
  /** P(stock-out before an order issued now would arrive) of any line rises above this share. */
  riskAbove: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** The inventory position of any line falls below this, in stock units. */
  positionBelow: v.optional(NonNegativeQuantity),
  /** This order and all else that should be ordered of the supplier are worth at least this, in minor units. */
  basketAboveMinor: v.optional(MinorUnits),
});
/** When a postponed order comes back. */
export type WakeCondition = v.InferOutput<typeof WakeCondition>;

/** The decision was put off. */
export const PurchaseOrderPostponed = v.strictObject({
  ...approval,
  wake: WakeCondition,
  undoUntil: v.nullable(Instant),
});
/** The decision was put off. */
export type PurchaseOrderPostponed = v.InferOutput<typeof PurchaseOrderPostponed>;

/** A postponed order came back; the first condition that held. */
export const PurchaseOrderPostponementEnded = v.strictObject({
  condition: v.picklist(['date', 'risk', 'position', 'basket']),
});
/** A postponed order came back. */
export type PurchaseOrderPostponementEnded = v.InferOutput<typeof PurchaseOrderPostponementEnded>;

/** The decision was taken back within its window; the order waits again. */
export const DecisionUndone = v.strictObject({
  ...approval,
  decision: v.picklist(['approve', 'amend', 'postpone', 'reject']),
  /** The lines the order had before the decision, where it had changed them. */
  lines: v.nullable(PurchaseOrderLines),
});
/** The decision was taken back within its window. */
export type DecisionUndone = v.InferOutput<typeof DecisionUndone>;

/** Nobody decided in time. */
export const ApprovalExpired = v.strictObject(approval);
/** Nobody decided in time. */
export type ApprovalExpired = v.InferOutput<typeof ApprovalExpired>;

/** Those who may decide were reminded; it is done once. */
export const ApprovalReminderSent = v.strictObject(approval);
/** Those who may decide were reminded. */
export type ApprovalReminderSent = v.InferOutput<typeof ApprovalReminderSent>;

/** Nobody had decided for long: the admins, and everybody else who may, were told. The decision stays open. */
export const ApprovalEscalated = v.strictObject({ ...approval, to: v.literal('admin') });
/** Nobody had decided for long. */
export type ApprovalEscalated = v.InferOutput<typeof ApprovalEscalated>;

/** Nobody decided in time, and policy gives more of it. */
export const ApprovalExtended = v.strictObject({ ...approval, expiresAt: Instant });
/** Nobody decided in time, and policy gives more of it. */
export type ApprovalExtended = v.InferOutput<typeof ApprovalExtended>;

/** One figure that was one thing when the page was opened and is another now. */
export const FactChange = v.strictObject({
  lineNumber: v.number(),
  fact: Line,
  before: v.nullable(v.union([v.number(), v.string()])),
  after: v.nullable(v.union([v.number(), v.string()])),
});
/** One figure that changed since the page was opened. */
export type FactChange = v.InferOutput<typeof FactChange>;

/** A decision rested on facts that had changed; it was not taken. */
export const StaleDecisionRefused = v.strictObject({ ...approval, diff: v.array(FactChange) });
/** A decision rested on facts that had changed. */
export type StaleDecisionRefused = v.InferOutput<typeof StaleDecisionRefused>;
