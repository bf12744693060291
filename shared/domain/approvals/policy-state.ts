/** A tenant's approval policy as its events made it. */
import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { changedFields } from '#shared/domain/changed-fields.ts';
import { accept, type Acceptance } from '#shared/domain/decider.ts';

import { defaultApprovalPolicy } from './approval-policy.ts';

/** The policy in force; null: the defaults. */
export type ApprovalPolicyState = { readonly policy: ApprovalPolicy | null };

/** Before anybody set anything. */
export const untouchedApprovalPolicy: ApprovalPolicyState = { policy: null };

/** Changes the policy; no event where it is the same. */
export function changeApprovalPolicy(
  state: ApprovalPolicyState,
  after: ApprovalPolicy,
): Acceptance<ApprovalPolicyState> {
  const isSame = changedPolicyFields(state.policy, after).length === 0;
  const events: DomainEvent[] = isSame
    ? []
    : [{ type: 'ApprovalPolicyChanged', payload: { before: state.policy, after } }];
  return accept(state, events, (before, event) =>
    event.type === 'ApprovalPolicyChanged' ? { policy: event.payload.after } : before,
  );
}

/** Names of what differs, the parts of the policy's groups by their own names. */
export function changedPolicyFields(before: ApprovalPolicy | null, after: ApprovalPolicy): readonly string[] {
  return Object.keys(changedFields(flat(before ?? defaultApprovalPolicy), flat(after))?.after ?? {});
}

function flat({ limitMinorByRole, autoApprove, ...rest }: ApprovalPolicy) {
  const { operator, approver, admin } = limitMinorByRole;
  const { isOn, ...conditions } = autoApprove;
  return {
    operatorLimitMinor: operator,
    approverLimitMinor: approver,
    adminLimitMinor: admin,
    automaticApproval: isOn,
    ...conditions,
    ...rest,
  };
}
