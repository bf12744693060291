/** Who belongs to the tenant. */
import type { AnswerOf, ReadsOf } from './read.ts';

import { limitOf } from '#shared/domain/approvals/approval-policy.ts';

import { readPolicyTable } from './approval-settings.ts';
import { keyAfter, keyParts, toPage } from './cursor.ts';

type Member = AnswerOf<'listMembers'>['items'][number];

/** Reads of members. */
export const accessReads: ReadsOf<'listMembers'> = {
  listMembers: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('members', query.cursor, [keyParts.text, keyParts.text]);
      const { policy } = await readPolicyTable(sql, caller.tenantId);
      const rows = await sql<(Omit<Member, 'approvalLimitMinor'> & { approvalLimitMinor: number | null })[]>`
        SELECT sub, role, display_name AS "displayName", approval_limit_minor AS "approvalLimitMinor"
        FROM memberships
        WHERE tenant_id = ${caller.tenantId}
          ${after === null ? sql`` : sql`AND (display_name, sub) > (${after[0]}, ${after[1]})`}
        ORDER BY display_name, sub LIMIT ${query.limit + 1}`;
      const members = rows.map((row) => ({
        ...row,
        approvalLimitMinor: limitOf(policy, { role: row.role, ownLimitMinor: row.approvalLimitMinor }),
      }));
      return toPage('members', members, { limit: query.limit, keyOf: (row) => [row.displayName, row.sub] });
    }),
};
