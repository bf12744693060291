/** Approvals: the inbox, and the decision page. */
import type { Sql } from '#functions/_kit/database.ts';
import { readTenantDay } from '#functions/_kit/facts.ts';

import { approvalDetail } from './approval-detail.ts';
import { approvalItem, readOrderProducts } from './approval-item.ts';
import { type ApprovalRow, rankOf, readApprovalFacts, selectApprovals } from './approval-rows.ts';
import { readCallerAuthority } from './approval-verdict.ts';
import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { Caller, QueryOf, ReadsOf } from './read.ts';

/** Reads of approvals. */
export const approvalReads: ReadsOf<'listApprovals' | 'getApproval'> = {
  listApprovals: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const [rows, { today }, authority] = await Promise.all([
        listedApprovals(sql, caller, query),
        readTenantDay(sql),
        readCallerAuthority(sql, caller),
      ]);
      const page = toPage('approvals', rows, { limit: query.limit, keyOf: (row) => [row.rank, row.id] });
      const [facts, products] = await Promise.all([
        readApprovalFacts(
          sql,
          page.items.filter((row) => row.status === 'PENDING'),
        ),
        readOrderProducts(sql, caller, page.items),
      ]);
      return {
        ...page,
        items: page.items.map((row) =>
          approvalItem(row, { facts: facts.get(row.id), products, today, caller, authority }),
        ),
      };
    }),

  getApproval: ({ inTransaction, caller, parameters }) =>
    inTransaction(async (sql) => {
      const [row] = await selectApprovals(sql, caller, sql`AND a.approval_id = ${parameters.approvalId}`);
      return row === undefined ? null : approvalDetail(sql, caller, row);
    }),
};

function listedApprovals(
  sql: Sql,
  caller: Caller,
  { status, purchaseOrderId, cursor, limit }: QueryOf<'listApprovals'>,
): Promise<readonly ApprovalRow[]> {
  const after = keyAfter('approvals', cursor, [keyParts.number, keyParts.id]);
  return selectApprovals(
    sql,
    caller,
    sql`${status === undefined ? sql`` : sql`AND a.status = ${status}`}
      ${purchaseOrderId === undefined ? sql`` : sql`AND a.purchase_order_id = ${purchaseOrderId}`}
      ${after === null ? sql`` : sql`AND (${rankOf(sql)}, a.approval_id) > (${after[0]}::numeric, ${after[1]}::uuid)`}
      ORDER BY rank, a.approval_id LIMIT ${limit + 1}`,
  );
}
