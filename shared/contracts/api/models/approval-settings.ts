/** Who may approve what, and who decides for whom. */
import * as v from 'valibot';

import { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import { Actor } from '#shared/contracts/events/envelope.ts';

import { day, id, instant, number, text } from './fields.ts';

/** Who may approve what; version 0: the defaults. */
export const ApprovalPolicyRow = v.strictObject({ version: number, policy: ApprovalPolicy });

/** Somebody decides with somebody else's limit for a time. */
export const Delegation = v.strictObject({
  delegationId: id,
  from: text,
  fromName: text,
  to: text,
  toName: text,
  fromDay: day,
  /** The first day on which it does not hold any more. */
  untilDay: day,
  /** `ended`: by a person; `over`: its last day is over. */
  status: v.picklist(['planned', 'active', 'over', 'ended']),
  /** Whether the caller may end it. */
  mayEnd: v.boolean(),
  delegatedBy: Actor,
  delegatedAt: instant,
});
/** Somebody decides with somebody else's limit for a time. */
export type Delegation = v.InferOutput<typeof Delegation>;
