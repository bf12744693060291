/** Who may approve what: a tenant's policy, and what its people hand to each other. */
import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Day } from '#shared/contracts/instants.ts';
import { MinorUnits } from '#shared/contracts/quantities.ts';
import { Line } from '#shared/contracts/text.ts';

/** An execution waits a week for a decision, so a policy can ask for no more. */
const Hours = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(168, 'must be at most 168 hours'));
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1, 'must be at most 1'));

/** Under which conditions an order is approved without a person. */
const AutoApproval = v.strictObject({
  isOn: v.boolean(),
  maxValueMinor: MinorUnits,
  /** P(stock-out before the order arrives) of the riskiest line; null: not looked at. */
  maxStockoutRiskAfter: v.nullable(Share),
  /** Only suppliers that orders were issued to before. */
  onlyKnownSupplier: v.boolean(),
  /** Most that a unit price may be above the last one, as a share. */
  maxPriceRise: Share,
});

/** Who may approve orders of which value, and what happens while nobody does. Money of the tenant's currency. */
export const ApprovalPolicy = v.pipe(
  v.strictObject({
    /** Null: no limit. A member's own limit comes before that of the role. */
    limitMinorByRole: v.strictObject({
      operator: MinorUnits,
      approver: MinorUnits,
      admin: v.nullable(MinorUnits),
    }),
    /** Nobody decides on an own proposal above this. */
    selfLimitMinor: MinorUnits,
    /** Orders above this need two people; null: one is enough for all. */
    dualAboveMinor: v.nullable(MinorUnits),
    autoApprove: AutoApproval,
    remindAfterHours: Hours,
    escalateAfterHours: Hours,
    expireAfterHours: Hours,
    /** `escalate`: tell the admins and wait as long once more; then, or at once, the order is called off. */
    onExpiry: v.picklist(['escalate', 'cancel']),
  }),
  v.forward(
    v.check(
      (policy) => policy.remindAfterHours <= policy.escalateAfterHours,
      'must not be before the reminder',
    ),
    ['escalateAfterHours'],
  ),
  v.forward(
    v.check(
      (policy) => policy.escalateAfterHours <= policy.expireAfterHours,
      'must not be before the escalation',
    ),
    ['expireAfterHours'],
  ),
);
/** Who may approve orders of which value, and what happens while nobody does. */
export type ApprovalPolicy = v.InferOutput<typeof ApprovalPolicy>;

/** Who may approve what was changed; `before` null: the defaults. */
export const ApprovalPolicyChanged = v.strictObject({
  before: v.nullable(ApprovalPolicy),
  after: ApprovalPolicy,
});
/** Who may approve what was changed. */
export type ApprovalPolicyChanged = v.InferOutput<typeof ApprovalPolicyChanged>;

const parties = { delegationId: Uuid, from: Line, to: Line };

/** `to` decides with the limit of `from`, on and after `fromDay`, before `untilDay`. */
export const ApprovalDelegated = v.strictObject({ ...parties, fromDay: Day, untilDay: Day });
/** `to` decides with the limit of `from`. */
export type ApprovalDelegated = v.InferOutput<typeof ApprovalDelegated>;

/** A delegation was ended before its last day. */
export const ApprovalDelegationEnded = v.strictObject(parties);
/** A delegation was ended before its last day. */
export type ApprovalDelegationEnded = v.InferOutput<typeof ApprovalDelegationEnded>;
