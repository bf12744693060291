/** Issues that were found. */
import type { Sql } from '#functions/_kit/database.ts';
import type { StockIssue } from '#shared/contracts/api/models/catalogue.ts';
import { withoutMoney } from '#shared/domain/audit/without-money.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { Fragment } from './fragment.ts';
import type { Caller, ReadsOf } from './read.ts';

const urgency = { urgent: 3, soon: 2, watch: 1 } as const;

/** Reads of issues. */
export const stockIssueReads: ReadsOf<'listIssues'> = {
  listIssues: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const { number, instant, id } = keyParts;
      const after = keyAfter('issues', query.cursor, [number, number, instant, id]);
      const isOpen = sql`(i.status = 'open')::int`;
      const rank = sql`array_position(ARRAY['watch', 'soon', 'urgent'], i.severity)`;
      const rows = await selectIssues(
        sql,
        caller,
        sql`${query.status === undefined ? sql`` : sql`AND i.status = ${query.status}`}
          ${query.productId === undefined ? sql`` : sql`AND i.product_id = ${query.productId}`}
          ${
            after === null
              ? sql``
              : sql`AND (${isOpen}, ${rank}, i.detected_at, i.issue_id)
                  < (${after[0]}::int, ${after[1]}::int, ${after[2]}::timestamptz, ${after[3]}::uuid)`
          }
          ORDER BY ${isOpen} DESC, ${rank} DESC, i.detected_at DESC, i.issue_id DESC LIMIT ${query.limit + 1}`,
      );
      return toPage('issues', rows, {
        limit: query.limit,
        keyOf: (row) => [row.status === 'open' ? 1 : 0, urgency[row.severity], row.detectedAt, row.issueId],
      });
    }),
};

/** Issues in readable form; `rest` goes on after the tenant's `WHERE`. */
export async function selectIssues(
  sql: Sql,
  { tenantId, seesCosts }: Caller,
  rest: Fragment,
): Promise<readonly StockIssue[]> {
  const rows = await sql<StockIssue[]>`
    SELECT i.issue_id AS "issueId", i.product_id AS "productId", p.sku, p.name AS "productName",
      i.location_id AS "locationId", l.name AS "locationName", i.kind, i.severity, i.status, i.detail,
      i.detected_at AS "detectedAt", i.resolved_at AS "resolvedAt"
    FROM issues i
    JOIN products p USING (tenant_id, product_id)
    JOIN locations l USING (tenant_id, location_id)
    WHERE i.tenant_id = ${tenantId} ${rest}`;
  return seesCosts ? rows : rows.map((row) => ({ ...row, detail: withoutMoney(row.detail) }));
}
