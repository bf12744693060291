/** Who may approve what, and who decides for whom. */
import { document } from './documents.ts';
import type { ProjectionsOf } from './projection.ts';

/** How events of approval settings show in the tables. */
export const approvalSettings: ProjectionsOf<
  'ApprovalPolicyChanged' | 'ApprovalDelegated' | 'ApprovalDelegationEnded'
> = {
  ApprovalPolicyChanged: async (sql, { tenantId, streamVersion, occurredAt, actor, payload }) => {
    await sql`INSERT INTO approval_policies (tenant_id, policy, version, changed_by, changed_at)
      VALUES (${tenantId}, ${document(sql, payload.after)}, ${streamVersion}, ${document(sql, actor)}, ${occurredAt})
      ON CONFLICT (tenant_id) DO UPDATE SET policy = excluded.policy, version = excluded.version,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at`;
  },
  ApprovalDelegated: async (sql, { tenantId, occurredAt, actor, payload }) => {
    const { delegationId, from, to, fromDay, untilDay } = payload;
    await sql`INSERT INTO delegations (tenant_id, delegation_id, from_sub, to_sub, from_day, until_day, delegated_by,
        delegated_at)
      VALUES (${tenantId}, ${delegationId}, ${from}, ${to}, ${fromDay}, ${untilDay}, ${document(sql, actor)},
        ${occurredAt})`;
  },
  ApprovalDelegationEnded: async (sql, { tenantId, occurredAt, payload }) => {
    await sql`UPDATE delegations SET ended_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND delegation_id = ${payload.delegationId}`;
  },
};
