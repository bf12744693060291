/** The decision page: an approval with all that a decision needs. */
import type { Sql } from '#functions/_kit/database.ts';
import { readTenantDay } from '#functions/_kit/facts.ts';
import type { AdviceView, ApprovalDetail } from '#shared/contracts/api/read-models.ts';
import { defaultApprovalLimitMinor, hasRole } from '#shared/contracts/roles.ts';
import { withoutMoney } from '#shared/domain/audit/without-money.ts';

import { headOf, ratedLines, readOrderProducts } from './approval-item.ts';
import { approvalLines } from './approval-lines.ts';
import { type ApprovalRow, readApprovalFacts } from './approval-rows.ts';
import { factChanges } from './fact-changes.ts';
import { costAssumptions } from './line-projection.ts';
import { orderStreams } from './order-streams.ts';
import { orderEvents } from './order-timeline.ts';
import type { Caller } from './read.ts';

/** Everything about the approval; its figures are those of now, also where it is decided already. */
export async function approvalDetail(sql: Sql, caller: Caller, row: ApprovalRow): Promise<ApprovalDetail> {
  const { purchaseOrderId } = row;
  const [[found], advice, grants, { today }, facts, products, streams] = await Promise.all([
    selectRest(sql, caller, row),
    selectAdvice(sql, caller, row),
    selectGrants(sql, caller, row.id),
    readTenantDay(sql),
    readApprovalFacts(sql, [row]),
    readOrderProducts(sql, caller, [row]),
    orderStreams(sql, caller, purchaseOrderId),
  ]);
  const now = facts.get(row.id);
  if (found === undefined || now === undefined || streams === null) return lost(row.id);
  const rated = ratedLines(row, now, today);
  const [lines, timeline] = await Promise.all([
    approvalLines(sql, caller, { row, rated, facts: now.facts, products, today }),
    orderEvents(sql, caller, { purchaseOrderId, streams }),
  ]);
  const changes = factChanges(row.requestedFacts, now.vectors);
  return {
    ...headOf(row, rated, caller),
    factsHash: row.status === 'PENDING' ? now.factsHash : row.requestedFactsHash,
    requestedFactsHash: row.requestedFactsHash,
    factsAt: found.factsAt,
    factChanges: caller.seesCosts ? changes : withoutMoney(changes),
    supplierHeld: found.supplierHeld,
    costAssumptions,
    lines,
    // Its words cite prices, which viewers do not see.
    advice: caller.seesCosts ? advice : null,
    reason: found.reason,
    wake: found.wake,
    requiredCount: found.requiredCount,
    grants,
    limitMinor: caller.approvalLimitMinor,
    mayDecide: mayDecide(caller, row, { ...found, grants }),
    executionId: found.executionId,
    timeline: [...timeline],
  };
}
