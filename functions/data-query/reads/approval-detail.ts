/** The decision page: an approval with all that a decision needs. */
import { lineChanges } from '#shared/domain/issues/line-changes.ts';
import type { Sql } from '#functions/_kit/database.ts';
import { readTenantDay } from '#functions/_kit/facts.ts';
import type { AdviceView, ApprovalDetail } from '#shared/contracts/api/models/approvals.ts';
import { withoutMoney } from '#shared/domain/audit/without-money.ts';

import { headOf, ratedLines, readOrderProducts } from './approval-item.ts';
import { approvalLines } from './approval-lines.ts';
import { type ApprovalRow, readApprovalFacts } from './approval-rows.ts';
import { limitUnder, readCallerAuthority, verdictOf } from './approval-verdict.ts';
import { orderStreams } from './order-streams.ts';
import { orderEvents } from './order-timeline.ts';
import { readPlanningSettings } from './planning-settings.ts';
import type { Caller } from './read.ts';

type Rest = Pick<ApprovalDetail, 'factsAt' | 'supplierHeld' | 'reason' | 'wake' | 'executionId'>;
type Grant = ApprovalDetail['grants'][number];

/** Everything about the approval; its figures are those of now, also where it is decided already. */
export async function approvalDetail(sql: Sql, caller: Caller, row: ApprovalRow): Promise<ApprovalDetail> {
  const [rest, advice, grants, { today }, facts, products, timeline, planning, authority] = await Promise.all(
    [
      selectRest(sql, caller, row),
      selectAdvice(sql, caller, row),
      selectGrants(sql, caller, row),
      readTenantDay(sql),
      readApprovalFacts(sql, [row]),
      readOrderProducts(sql, caller, [row]),
      selectTimeline(sql, caller, row),
      readPlanningSettings(sql, caller),
      readCallerAuthority(sql, caller),
    ],
  );
  const { delegatedFrom, ...mayDecide } = verdictOf(row, authority);
  const costs = costAssumptionsOf(planning);
  const now = facts.get(row.id) ?? { facts: [], vectors: [], factsHash: row.requestedFactsHash };
  const rated = ratedLines(row, now, today);
  const changes = lineChanges(row.requestedFacts, now.vectors).map(({ change }) => change);
  return {
    ...headOf(row, rated, caller),
    ...rest,
    factsHash: row.status === 'PENDING' ? now.factsHash : row.requestedFactsHash,
    requestedFactsHash: row.requestedFactsHash,
    factChanges: caller.seesCosts ? changes : withoutMoney(changes),
    costAssumptions: costs,
    lines: await approvalLines(sql, caller, { row, rated, facts: now.facts, products, costs, today }),
    // Its words cite prices, which viewers do not see.
    advice: caller.seesCosts ? advice : null,
    grants,
    limitMinor: limitUnder(row, authority),
    mayDecide,
    delegatedFrom,
    timeline,
  };
}

function costAssumptionsOf({
  settings,
  areDefaults,
}: Awaited<ReturnType<typeof readPlanningSettings>>): ApprovalDetail['costAssumptions'] {
  const { holdingCostRate, grossMarginRate } = settings;
  return {
    holdingCostRate,
    marginOfPrice: grossMarginRate,
    source: areDefaults ? 'defaults' : 'settings',
  };
}

async function selectRest(sql: Sql, { tenantId }: Caller, { id, order }: ApprovalRow): Promise<Rest> {
  const [rest] = await sql<Rest[]>`
    SELECT now() AS "factsAt", a.reason, a.wake, a.execution_id AS "executionId",
      EXISTS (SELECT FROM suppliers u WHERE u.tenant_id = a.tenant_id
        AND u.supplier_id = ${order.supplierId}::uuid AND u.status = 'held') AS "supplierHeld"
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
    SELECT v.sub, coalesce(m.display_name, v.sub) AS name, coalesce(b.display_name, v.on_behalf_of) AS "onBehalfOfName",
      v.granted_at AS "grantedAt"
    FROM approval_votes v LEFT JOIN memberships m USING (tenant_id, sub)
    LEFT JOIN memberships b ON b.tenant_id = v.tenant_id AND b.sub = v.on_behalf_of
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
