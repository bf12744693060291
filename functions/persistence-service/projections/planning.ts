/** Forecast runs, inventory policies, issues and recommendations. */
import type { Sql } from '#functions/_kit/database.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';

import { document } from './documents.ts';
import type { ParsedEvent, ProjectionsOf } from './projection.ts';

type PlanningEventType =
  | 'ForecastRunScheduled'
  | 'ForecastRunCompleted'
  | 'PolicyAccepted'
  | 'StockIssueDetected'
  | 'StockIssueWorsened'
  | 'StockIssueEased'
  | 'StockIssueResolved'
  | 'ReplenishmentRecommended'
  | 'RecommendationDrafted'
  | 'RecommendationWithdrawn'
  | 'RecommendationSettled';

/** How events of planning show in the tables. */
export const planning: ProjectionsOf<PlanningEventType> = {
  ForecastRunScheduled: async (sql, { tenantId, streamId, occurredAt, executionId, payload }, followUps) => {
    // Its execution may have failed, and been archived, before this event came to be applied.
    await sql`INSERT INTO forecast_runs (tenant_id, run_id, as_of, trigger, only_failed_of, status, requested_at, execution_id)
      VALUES (${tenantId}, ${streamId}, ${payload.asOf}, ${payload.trigger}, ${payload.onlyFailedOf},
        CASE WHEN EXISTS (SELECT FROM executions e JOIN workflow_history h USING (tenant_id, execution_arn)
          WHERE e.tenant_id = ${tenantId} AND e.subject_key = ${`run:${streamId}`} AND h.status <> 'SUCCEEDED')
        THEN 'aborted' ELSE 'scheduled' END, ${occurredAt}, ${executionId})`;
    followUps.countPoliciesOf(streamId);
  },
  ForecastRunCompleted: async (sql, { tenantId, streamId, occurredAt, executionId, payload }) => {
    await sql`UPDATE forecast_runs SET status = 'completed', planned = ${payload.planned}, failed = ${payload.failed},
        total = coalesce(total, ${payload.planned}), accuracy = ${document(sql, payload.accuracy)}, completed_at = ${occurredAt}, sha256 = ${sha256Hex(payload.shardHashes)},
        -- A run that a person asked for was scheduled before its execution began.
        execution_id = coalesce(execution_id, ${executionId})
      WHERE tenant_id = ${tenantId} AND run_id = ${streamId}`;
  },
  PolicyAccepted: async (sql, event, followUps) => {
    await acceptPolicy(sql, event);
    if (event.payload.runId !== null) followUps.countPoliciesOf(event.payload.runId);
  },
  StockIssueDetected: openIssue,
  StockIssueWorsened: changeIssue,
  StockIssueEased: changeIssue,
  StockIssueResolved: async (sql, { tenantId, occurredAt, payload }) => {
    await sql`UPDATE issues SET status = 'resolved', resolved_at = ${occurredAt}, changed_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND issue_id = ${payload.issueId}`;
  },
  ReplenishmentRecommended: recommend,
  RecommendationDrafted: (sql, event) =>
    changeRecommendation(sql, event, { status: 'onRequest', purchaseOrderId: event.payload.purchaseOrderId }),
  RecommendationWithdrawn: (sql, event) =>
    changeRecommendation(sql, event, { status: 'withdrawn', outcome: event.payload.because }),
  RecommendationSettled: (sql, event) =>
    changeRecommendation(sql, event, {
      status: 'settled',
      purchaseOrderId: event.payload.purchaseOrderId,
      outcome: event.payload.outcome,
    }),
};

async function acceptPolicy(sql: Sql, event: ParsedEvent<'PolicyAccepted'>): Promise<void> {
  const { tenantId, streamVersion, occurredAt, payload } = event;
  const { after } = payload;
  await sql`INSERT INTO inventory_policies (tenant_id, product_id, location_id, policy_version, run_id, safety_stock,
      reorder_point, order_up_to_level, review_period_days, cycle_service_level, service_measure, service_target,
      expected_fill_rate, mean_per_day, standard_deviation_per_day, lead_time_demand, protection_demand, changed_at)
    VALUES (${tenantId}, ${payload.productId}, ${payload.locationId}, ${streamVersion}, ${payload.runId},
      ${after.safetyStock}, ${after.reorderPoint}, ${after.orderUpToLevel}, ${after.reviewPeriodDays},
      ${after.cycleServiceLevel}, ${after.serviceMeasure ?? null}, ${after.serviceTarget ?? null},
      ${after.expectedFillRate ?? null}, ${after.meanPerDay}, ${after.standardDeviationPerDay},
      ${document(sql, after.leadTimeDemand)}, ${document(sql, after.protectionDemand)}, ${occurredAt})
    ON CONFLICT (tenant_id, product_id, location_id) DO UPDATE SET
      policy_version = excluded.policy_version, run_id = excluded.run_id, safety_stock = excluded.safety_stock,
      reorder_point = excluded.reorder_point, order_up_to_level = excluded.order_up_to_level,
      review_period_days = excluded.review_period_days, cycle_service_level = excluded.cycle_service_level,
      service_measure = excluded.service_measure, service_target = excluded.service_target,
      expected_fill_rate = excluded.expected_fill_rate, mean_per_day = excluded.mean_per_day, standard_deviation_per_day = excluded.standard_deviation_per_day,
      lead_time_demand = excluded.lead_time_demand, protection_demand = excluded.protection_demand,
      changed_at = excluded.changed_at`;
}

/** An issue that comes back may come back under its old id. */
async function openIssue(sql: Sql, event: ParsedEvent<'StockIssueDetected'>): Promise<void> {
  const { tenantId, occurredAt, payload } = event;
  const { kind, severity, detail } = payload.issue;
  await sql`INSERT INTO issues (tenant_id, issue_id, product_id, location_id, kind, severity, status, detail,
      detected_at, changed_at)
    VALUES (${tenantId}, ${payload.issueId}, ${payload.productId}, ${payload.locationId}, ${kind}, ${severity},
      'open', ${document(sql, detail)}, ${occurredAt}, ${occurredAt})
    ON CONFLICT (tenant_id, issue_id) DO UPDATE SET severity = excluded.severity, status = 'open',
      detail = excluded.detail, detected_at = excluded.detected_at, changed_at = excluded.changed_at, resolved_at = NULL`;
}

async function changeIssue(
  sql: Sql,
  { tenantId, occurredAt, payload }: ParsedEvent<'StockIssueWorsened' | 'StockIssueEased'>,
): Promise<void> {
  await sql`UPDATE issues SET severity = ${payload.issue.severity}, detail = ${document(sql, payload.issue.detail)},
      changed_at = ${occurredAt}
    WHERE tenant_id = ${tenantId} AND issue_id = ${payload.issueId}`;
}

async function recommend(sql: Sql, event: ParsedEvent<'ReplenishmentRecommended'>): Promise<void> {
  const { tenantId, occurredAt, factsHash, payload } = event;
  await sql`INSERT INTO recommendations (tenant_id, product_id, location_id, status, action, supplier_id,
      recommended_quantity, steps, facts, facts_hash, recommended_at, changed_at)
    VALUES (${tenantId}, ${payload.productId}, ${payload.locationId}, 'open', 'order', ${payload.supplierId},
      ${payload.recommendedQuantity}, ${document(sql, payload.steps)}, ${document(sql, payload.facts)},
      ${factsHash ?? sha256Hex(payload.facts)}, ${occurredAt}, ${occurredAt})
    ON CONFLICT (tenant_id, product_id, location_id) DO UPDATE SET
      status = 'open', supplier_id = excluded.supplier_id, recommended_quantity = excluded.recommended_quantity,
      steps = excluded.steps, facts = excluded.facts, facts_hash = excluded.facts_hash, purchase_order_id = NULL,
      outcome = NULL, recommended_at = excluded.recommended_at, changed_at = excluded.changed_at`;
}

type RecommendationChange = {
  readonly status: 'onRequest' | 'settled' | 'withdrawn';
  readonly purchaseOrderId?: string;
  readonly outcome?: string;
};

async function changeRecommendation(
  sql: Sql,
  event: ParsedEvent<'RecommendationDrafted' | 'RecommendationWithdrawn' | 'RecommendationSettled'>,
  change: RecommendationChange,
): Promise<void> {
  const { tenantId, occurredAt, payload } = event;
  await sql`UPDATE recommendations SET status = ${change.status}, outcome = ${change.outcome ?? null},
      purchase_order_id = coalesce(${change.purchaseOrderId ?? null}, purchase_order_id), changed_at = ${occurredAt}
    WHERE tenant_id = ${tenantId} AND product_id = ${payload.productId} AND location_id = ${payload.locationId}`;
}
