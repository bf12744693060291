/** The decision page: an approval with all that a decision needs. */
import { lineChanges } from '#shared/domain/issues/line-changes.ts';
import type { Sql } from '#functions/_kit/database.ts';
import { readTenantDay } from '#functions/_kit/facts.ts';
import type { AdviceView, ApprovalDetail } from '#shared/contracts/api/models/approvals.ts';
import { defaultApprovalLimitMinor, hasRole } from '#shared/contracts/roles.ts';
import { withoutMoney } from '#shared/domain/audit/without-money.ts';
import { purchaseOrderCan } from '#shared/domain/purchasing/purchase-order-can.ts';

import { headOf, ratedLines, readOrderProducts } from './approval-item.ts';
import { approvalLines } from './approval-lines.ts';
import { type ApprovalRow, readApprovalFacts } from './approval-rows.ts';
import { costAssumptions } from './line-projection.ts';
import { orderStreams } from './order-streams.ts';
import { orderEvents } from './order-timeline.ts';
import type { Caller } from './read.ts';

type Rest = Pick<
  ApprovalDetail,
  'factsAt' | 'supplierHeld' | 'reason' | 'wake' | 'requiredCount' | 'executionId'
> & { readonly isExpired: boolean; readonly proposer: string };
type Grant = ApprovalDetail['grants'][number];

/** Everything about the approval; its figures are those of now, also where it is decided already. */
export async function approvalDetail(sql: Sql, caller: Caller, row: ApprovalRow): Promise<ApprovalDetail> {
  const [{ isExpired, proposer, ...rest }, advice, grants, { today }, facts, products, timeline] =
    await Promise.all([
      selectRest(sql, caller, row),
      selectAdvice(sql, caller, row),
      selectGrants(sql, caller, row),
      readTenantDay(sql),
      readApprovalFacts(sql, [row]),
      readOrderProducts(sql, caller, [row]),
      selectTimeline(sql, caller, row),
    ]);
  const now = facts.get(row.id) ?? { facts: [], vectors: [], factsHash: row.requestedFactsHash };
  const rated = ratedLines(row, now, today);
  const changes = lineChanges(row.requestedFacts, now.vectors).map(({ change }) => change);
  return {
    ...headOf(row, rated, caller),
    ...rest,
    factsHash: row.status === 'PENDING' ? now.factsHash : row.requestedFactsHash,
    requestedFactsHash: row.requestedFactsHash,
    factChanges: caller.seesCosts ? changes : withoutMoney(changes),
    costAssumptions,
    lines: await approvalLines(sql, caller, { row, rated, facts: now.facts, products, today }),
    // Its words cite prices, which viewers do not see.
    advice: caller.seesCosts ? advice : null,
    grants,
    limitMinor: caller.approvalLimitMinor,
    mayDecide: !isExpired && mayDecide(row, caller, { grants, proposer }),
    timeline,
  };
}

/** Whether a decision of the caller would be taken now, as far as role, limit, votes and authorship go. */
function mayDecide(
  { status, valueMinor, order }: ApprovalRow,
  { sub, role, approvalLimitMinor }: Caller,
  { grants, proposer }: { readonly grants: readonly Grant[]; readonly proposer: string },
): boolean {
  if (status !== 'PENDING' || !purchaseOrderCan('decide', order.status)) return false;
  if (!hasRole(role, 'operator') || valueMinor > approvalLimitMinor) return false;
  const isOwnLargeOrder = proposer === sub && valueMinor > defaultApprovalLimitMinor.operator;
  return !isOwnLargeOrder && grants.every((grant) => grant.sub !== sub);
}

async function selectRest(sql: Sql, { tenantId }: Caller, { id, order }: ApprovalRow): Promise<Rest> {
  const [rest] = await sql<Rest[]>`
    SELECT now() AS "factsAt", a.reason, a.wake, a.required_count AS "requiredCount", a.execution_id AS "executionId",
      a.expires_at <= now() AS "isExpired",
      EXISTS (SELECT FROM suppliers u WHERE u.tenant_id = a.tenant_id
        AND u.supplier_id = ${order.supplierId}::uuid AND u.status = 'held') AS "supplierHeld",
      coalesce((SELECT e.actor ->> 'id' FROM events e WHERE e.tenant_id = a.tenant_id
        AND e.stream_id = a.purchase_order_id AND e.stream_version = 1), '') AS proposer
    FROM approvals a WHERE a.tenant_id = ${tenantId} AND a.approval_id = ${id}`;
  if (rest === undefined) throw new Error(`approval ${id} went away within one transaction`);
  return rest;
}

async function selectAdvice(sql: Sql, { tenantId }: Caller, row: ApprovalRow): Promise<AdviceView | null> {
  const [found] = await sql<AdviceView[]>`
    SELECT advice ->> 'explanation' AS explanation, advice ->> 'suggestedAction' AS "suggestedAction",
      advice ->> 'risk' AS risk, advice -> 'figures' AS figures, advice ->> 'computedBecause' AS "computedBecause",
      source, model, prompt_version AS "promptVersion", fact_sheet_hash AS "factSheetHash",
      figures_checked AS "figuresChecked", recorded_at AS "recordedAt"
    FROM advice
    WHERE tenant_id = ${tenantId} AND purchase_order_id = ${row.purchaseOrderId} AND revision = ${row.revision}`;
  return found ?? null;
}

async function selectGrants(sql: Sql, { tenantId }: Caller, { id }: ApprovalRow): Promise<Grant[]> {
  return sql<Grant[]>`
    SELECT v.sub, coalesce(m.display_name, v.sub) AS name, v.granted_at AS "grantedAt"
    FROM approval_votes v LEFT JOIN memberships m USING (tenant_id, sub)
    WHERE v.tenant_id = ${tenantId} AND v.approval_id = ${id}
    ORDER BY v.granted_at, v.sub`;
}

async function selectTimeline(
  sql: Sql,
  caller: Caller,
  { purchaseOrderId }: ApprovalRow,
): Promise<ApprovalDetail['timeline']> {
  const streams = await orderStreams(sql, caller, purchaseOrderId);
  if (streams === null) return [];
  return [...(await orderEvents(sql, caller, { purchaseOrderId, streams }))];
}
