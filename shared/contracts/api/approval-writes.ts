/** Writes on who may approve what. */
import * as v from 'valibot';

import { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import { Day } from '#shared/contracts/instants.ts';
import { Line } from '#shared/contracts/text.ts';

import { WriteAccepted } from './common.ts';
import type { Route } from './route.ts';

const write = { response: WriteAccepted } as const;

/** Members by the subjects of their tokens; `from` absent: oneself; `fromDay` absent: today. */
const DelegationInput = v.strictObject({
  from: v.optional(Line),
  to: Line,
  fromDay: v.optional(Day),
  /** The first day on which it does not hold any more. */
  untilDay: Day,
});

/** Writes on who may approve what. */
export const approvalWrites = [
  {
    operation: 'changeApprovalPolicy',
    method: 'PUT',
    path: '/approval-policies',
    summary: 'Set who may approve what; orders that wait keep the policy they came under',
    role: 'admin',
    request: ApprovalPolicy,
    ...write,
  },
  {
    operation: 'delegateApprovals',
    method: 'POST',
    path: '/delegations',
    summary: 'Have somebody decide with your limit for a time; an admin may do it for others',
    role: 'approver',
    request: DelegationInput,
    ...write,
  },
  {
    operation: 'endDelegation',
    method: 'DELETE',
    path: '/delegations/{delegationId}',
    summary: 'End a delegation',
    role: 'approver',
    ...write,
  },
] as const satisfies readonly Route[];
