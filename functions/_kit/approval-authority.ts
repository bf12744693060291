/** Who may approve, read from the streams that deciding rests on: the tables may lag behind. */
import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import type { Approver, Decider } from '#shared/domain/approvals/approval-policy.ts';
import { defaultApprovalPolicy } from '#shared/domain/approvals/approval-policy.ts';
import { delegatorsOf, type DelegationsState, noDelegations } from '#shared/domain/approvals/delegations.ts';
import type { ApprovalPolicyState } from '#shared/domain/approvals/policy-state.ts';
import { approvalPolicyStreamName, delegationsStreamName } from '#shared/domain/stream-names.ts';

import type { Sql } from './database.ts';
import { idOfName } from './ids.ts';

/** The stream of the tenant's approval policy. */
export const approvalPolicyStream = idOfName(approvalPolicyStreamName);
/** The stream of the tenant's delegations. */
export const delegationsStream = idOfName(delegationsStreamName);

/** The policy in force and its version; 0: the defaults. */
export async function readApprovalPolicy(
  sql: Sql,
): Promise<{ readonly policy: ApprovalPolicy; readonly version: number }> {
  const [row] = await sql<{ version: number; state: ApprovalPolicyState }[]>`
    SELECT version, state FROM streams WHERE tenant_id = current_tenant() AND stream_id = ${approvalPolicyStream}`;
  return row === undefined || row.state.policy === null
    ? { policy: defaultApprovalPolicy, version: 0 }
    : { policy: row.state.policy, version: row.version };
}

/** The member with those who have handed their approvals to them for today; null: no member. */
export async function readDecider(sql: Sql, sub: string): Promise<Decider | null> {
  const [day] = await sql<{ today: string; state: DelegationsState | null }[]>`
    SELECT (now() AT TIME ZONE t.time_zone)::date AS today, s.state
    FROM tenants t LEFT JOIN streams s ON s.tenant_id = t.tenant_id AND s.stream_id = ${delegationsStream}
    WHERE t.tenant_id = current_tenant()`;
  if (day === undefined)
    throw new Error('the transaction has no tenant: set one before asking who may approve');
  const delegators = delegatorsOf(day.state ?? noDelegations, sub, day.today);
  const members = await sql<Approver[]>`
    SELECT sub, role, approval_limit_minor AS "ownLimitMinor" FROM memberships
    WHERE tenant_id = current_tenant() AND sub = ANY(${[sub, ...delegators]}::text[]) ORDER BY sub`;
  const own = members.find((member) => member.sub === sub);
  return own === undefined ? null : { ...own, delegators: members.filter((member) => member !== own) };
}
