/** Who may approve what, and who decides for whom. */
import type { Sql } from '#functions/_kit/database.ts';
import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import { defaultApprovalPolicy } from '#shared/domain/approvals/approval-policy.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { AnswerOf, ReadsOf } from './read.ts';

type Delegation = AnswerOf<'listDelegations'>['items'][number];

/** Reads of approval settings. */
export const approvalSettingsReads: ReadsOf<'getApprovalPolicy' | 'listDelegations'> = {
  getApprovalPolicy: ({ inTransaction, caller }) =>
    inTransaction((sql) => readPolicyTable(sql, caller.tenantId)),

  listDelegations: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('delegations', query.cursor, [keyParts.instant, keyParts.id]);
      const rows = await sql<Omit<Delegation, 'mayEnd'>[]>`
        SELECT d.delegation_id AS "delegationId", d.from_sub AS from, coalesce(f.display_name, d.from_sub) AS "fromName",
          d.to_sub AS to, coalesce(g.display_name, d.to_sub) AS "toName", d.from_day AS "fromDay",
          d.until_day AS "untilDay", d.delegated_by AS "delegatedBy", d.delegated_at AS "delegatedAt",
          CASE WHEN d.ended_at IS NOT NULL THEN 'ended'
            WHEN d.until_day <= (now() AT TIME ZONE t.time_zone)::date THEN 'over'
            WHEN d.from_day > (now() AT TIME ZONE t.time_zone)::date THEN 'planned' ELSE 'active' END AS status
        FROM delegations d JOIN tenants t USING (tenant_id)
        LEFT JOIN memberships f ON f.tenant_id = d.tenant_id AND f.sub = d.from_sub
        LEFT JOIN memberships g ON g.tenant_id = d.tenant_id AND g.sub = d.to_sub
        WHERE d.tenant_id = ${caller.tenantId}
          ${after === null ? sql`` : sql`AND (d.delegated_at, d.delegation_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
        ORDER BY d.delegated_at DESC, d.delegation_id DESC LIMIT ${query.limit + 1}`;
      const mayEnd = ({ from, status }: Omit<Delegation, 'mayEnd'>): boolean =>
        (status === 'planned' || status === 'active') &&
        (caller.role === 'admin' || (caller.role === 'approver' && from === caller.sub));
      const items = rows.map((row) => ({ ...row, mayEnd: mayEnd(row) }));
      return toPage('delegations', items, {
        limit: query.limit,
        keyOf: (row) => [row.delegatedAt, row.delegationId],
      });
    }),
};

/** The tenant's policy as the tables show it; version 0: nobody has set one. */
export async function readPolicyTable(sql: Sql, tenantId: string): Promise<AnswerOf<'getApprovalPolicy'>> {
  const [row] = await sql<{ version: number; policy: ApprovalPolicy }[]>`
    SELECT version, policy FROM approval_policies WHERE tenant_id = ${tenantId}`;
  return row ?? { version: 0, policy: defaultApprovalPolicy };
}
