/** What a mail about an approval says, and whom it is for. */
import type { Sql } from '#functions/_kit/database.ts';
import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import type {
  ApprovalMailKind,
  ApprovalSummary,
  WaitingApproval,
} from '#shared/contracts/workflows/notifier.ts';
import { type Approver, type Grant, mayDecide } from '#shared/domain/approvals/approval-policy.ts';

/** A mail that is due, of whatever tenant. */
export type DueMail = {
  readonly tenantId: string;
  readonly approvalId: string;
  readonly kind: ApprovalMailKind;
};

/** A mail about an approval, and its addresses. */
export type Letter = { readonly approval: WaitingApproval; readonly to: readonly string[] };

type Row = Omit<WaitingApproval, keyof ApprovalSummary | 'value' | 'grantedCount'> & {
  readonly valueMinor: number;
  readonly currency: string;
  readonly policy: ApprovalPolicy;
  readonly summary: ApprovalSummary;
};
type Member = Approver & { readonly email: string | null };

/** Reads it in the transaction's tenant; null where the approval does not wait any more. */
export async function readLetter(sql: Sql, { approvalId, kind }: DueMail): Promise<Letter | null> {
  const [row] = await sql<Row[]>`
    SELECT a.approval_id AS "approvalId", a.value_minor AS "valueMinor", a.currency, a.required_count AS "requiredCount",
      a.expires_at AS "expiresAt", a.policy, a.summary, t.name AS "tenantName", t.time_zone AS "timeZone"
    FROM approvals a JOIN tenants t USING (tenant_id)
    WHERE a.tenant_id = current_tenant() AND a.approval_id = ${approvalId} AND a.status = 'PENDING'
      AND a.expires_at > now() AND a.policy IS NOT NULL AND a.summary IS NOT NULL`;
  if (row === undefined) return null;
  const granted = await sql<Grant[]>`SELECT sub, on_behalf_of AS "onBehalfOf" FROM approval_votes
    WHERE tenant_id = current_tenant() AND approval_id = ${approvalId}`;
  const members = await readMembers(sql);
  const delegatorsOf = await readDelegators(sql, members);
  const { valueMinor, currency, policy, summary, ...rest } = row;
  const { proposedBy, ...about } = summary;
  const isFor = (member: Member): boolean => {
    if (kind === 'approval-escalated' && member.role === 'admin') return true;
    const decider = { ...member, delegators: delegatorsOf(member.sub) };
    return mayDecide(policy, decider, { order: { valueMinor, proposedBy }, granted }).may;
  };
  return {
    approval: {
      ...rest,
      ...about,
      value: { amountMinor: valueMinor, currency },
      grantedCount: granted.length,
    },
    to: members.filter(isFor).flatMap(({ email }) => (email === null || email === '' ? [] : [email])),
  };
}

async function readMembers(sql: Sql): Promise<readonly Member[]> {
  return sql<Member[]>`SELECT sub, role, email, approval_limit_minor AS "ownLimitMinor" FROM memberships
    WHERE tenant_id = current_tenant() ORDER BY sub`;
}

/** Who has handed their approvals to whom for today; mails may rest on the tables, decisions do not. */
async function readDelegators(
  sql: Sql,
  members: readonly Member[],
): Promise<(sub: string) => readonly Approver[]> {
  const rows = await sql<{ from: string; to: string }[]>`
    SELECT d.from_sub AS from, d.to_sub AS to FROM delegations d JOIN tenants t USING (tenant_id)
    WHERE d.tenant_id = current_tenant() AND d.ended_at IS NULL
      AND d.from_day <= (now() AT TIME ZONE t.time_zone)::date AND (now() AT TIME ZONE t.time_zone)::date < d.until_day`;
  return (sub) => members.filter((member) => rows.some(({ from, to }) => to === sub && from === member.sub));
}
