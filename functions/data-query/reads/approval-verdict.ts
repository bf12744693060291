/** Whether the caller may approve, by the policy that the approval came under. */
import type { Sql } from '#functions/_kit/database.ts';
import { readDecider } from '#functions/_kit/approval-authority.ts';
import type { ApprovalDetail } from '#shared/contracts/api/models/approvals.ts';
import {
  type Decider,
  defaultApprovalPolicy,
  mayDecide,
  reachOf,
} from '#shared/domain/approvals/approval-policy.ts';
import { purchaseOrderCan } from '#shared/domain/purchasing/purchase-order-can.ts';

import type { ApprovalRow } from './approval-rows.ts';
import type { Caller } from './read.ts';

/** What the caller may do, whoever's approvals they stand in for. */
export type CallerAuthority = {
  readonly decider: Decider;
  /** Names of those whose approvals the caller stands in for. */
  readonly names: ReadonlyMap<string, string>;
};

/** A verdict as the API tells it. */
type ToldVerdict = ApprovalDetail['mayDecide'] & Pick<ApprovalDetail, 'delegatedFrom'>;

/** Reads what the caller may do. */
export async function readCallerAuthority(sql: Sql, { sub }: Caller): Promise<CallerAuthority> {
  const decider = await readDecider(sql, sub);
  if (decider === null) throw new Error(`the membership of ${sub} went away within one request`);
  if (decider.delegators.length === 0) return { decider, names: new Map() };
  const rows = await sql<{ sub: string; name: string }[]>`
    SELECT sub, display_name AS name FROM memberships WHERE tenant_id = current_tenant()
      AND sub = ANY(${decider.delegators.map((delegator) => delegator.sub)}::text[])`;
  return { decider, names: new Map(rows.map((row) => [row.sub, row.name])) };
}

/** Whether an approval of the caller would be taken now, as far as policy goes. */
export function verdictOf(row: ApprovalRow, { decider, names }: CallerAuthority): ToldVerdict {
  const { status, isOver, order, policy, valueMinor, proposedBy, granted } = row;
  if (status !== 'PENDING' || isOver || !purchaseOrderCan('decide', order.status))
    return { may: false, because: 'closed', delegatedFrom: null };
  const verdict = mayDecide(policy ?? defaultApprovalPolicy, decider, {
    order: { valueMinor, proposedBy },
    granted,
  });
  if (!verdict.may) return { ...verdict, delegatedFrom: null };
  const { may, onBehalfOf } = verdict;
  return {
    may,
    because: null,
    delegatedFrom: onBehalfOf === null ? null : (names.get(onBehalfOf) ?? onBehalfOf),
  };
}

/** Highest value that the caller may approve under the approval's policy. */
export function limitUnder({ policy }: ApprovalRow, { decider }: CallerAuthority): number {
  return reachOf(policy ?? defaultApprovalPolicy, decider);
}
