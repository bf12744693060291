import type { Database, Sql } from '#functions/_kit/database.ts';
import type { DemandQuantiles } from '#shared/contracts/events/planning.ts';
import type {
  ItemKey,
  PolicyPage,
  PolicyProposal,
  UsageAnalyserTask,
} from '#shared/contracts/workflows/nightly-forecast.ts';
import { isFractionalUnit } from '#shared/domain/issues/is-fractional-unit.ts';
import { inventoryPolicy, type InventoryPolicy } from '#shared/forecasting/inventory-policy.ts';
import type { DemandDistribution, Forecast } from '#shared/forecasting/item-forecast.ts';
import { policyChangeIsMaterial } from '#shared/forecasting/policy-change-is-material.ts';

import { CYCLE_SERVICE_LEVEL, REVIEW_PERIOD_DAYS } from './policy-defaults.ts';

/** A proposal has about 650 bytes; a page must fit into a workflow's state. */
const MOST_PROPOSALS = 30;
const ROWS_PER_PAGE = 200;

type Row = ItemKey & {
  readonly unit: string;
  readonly forecast: Forecast;
  readonly reviewPeriodDays: number | null;
  readonly cycleServiceLevel: number | null;
  readonly safetyStock: number | null;
  readonly reorderPoint: number | null;
  readonly orderUpToLevel: number | null;
};

/** The policies that the run's forecasts ask for where they differ materially from those in force, page by page. */
export async function proposePolicies(
  task: Extract<UsageAnalyserTask, { task: 'propose-policies' }>,
  database: Database,
): Promise<PolicyPage> {
  const rows = await database.transaction(
    { tenantId: task.tenantId },
    (sql) => readRows(sql, task.runId, task.cursor),
    { retry: true, readOnly: true },
  );
  const items: PolicyProposal[] = [];
  for (const row of rows) {
    const proposal = proposalOf(row);
    if (proposal !== null) items.push(proposal);
    if (items.length === MOST_PROPOSALS) return { items, next: keyOf(row) };
  }
  const last = rows.at(-1);
  return { items, next: last === undefined || rows.length < ROWS_PER_PAGE ? null : keyOf(last) };
}

function keyOf({ productId, locationId }: ItemKey): ItemKey {
  return { productId, locationId };
}

function proposalOf(row: Row): PolicyProposal | null {
  const after = inventoryPolicy(row.forecast, { isFractional: isFractionalUnit(row.unit) });
  if (!policyChangeIsMaterial(policyInForce(row), after)) return null;
  return {
    ...keyOf(row),
    policy: {
      ...after,
      reviewPeriodDays: row.reviewPeriodDays ?? REVIEW_PERIOD_DAYS,
      cycleServiceLevel: row.cycleServiceLevel ?? CYCLE_SERVICE_LEVEL,
      meanPerDay: row.forecast.meanPerDay,
      standardDeviationPerDay: row.forecast.standardDeviationPerDay,
      leadTimeDemand: quantilesOf(row.forecast.leadTimeDemand),
      protectionDemand: quantilesOf(row.forecast.protectionDemand),
    },
  };
}

function policyInForce({ safetyStock, reorderPoint, orderUpToLevel }: Row): InventoryPolicy | null {
  if (safetyStock === null || reorderPoint === null || orderUpToLevel === null) return null;
  return { safetyStock, reorderPoint, orderUpToLevel };
}

/** Without the quantile at the service level: that is the reorder point or the order-up-to level already. */
function quantilesOf(demand: DemandDistribution): DemandQuantiles {
  const { mean, standardDeviation, p10, p50, p90, p95, p99 } = demand;
  return { mean, standardDeviation, p10, p50, p90, p95, p99 };
}

/** Without a supplier the lead time was assumed: a forecast, but no policy. */
async function readRows(sql: Sql, runId: string, after: ItemKey | null): Promise<readonly Row[]> {
  return sql<Row[]>`
    SELECT f.product_id AS "productId", f.location_id AS "locationId", p.unit, f.forecast,
      i.review_period_days AS "reviewPeriodDays", i.cycle_service_level AS "cycleServiceLevel",
      i.safety_stock AS "safetyStock", i.reorder_point AS "reorderPoint", i.order_up_to_level AS "orderUpToLevel"
    FROM forecasts f
    JOIN products p USING (tenant_id, product_id)
    LEFT JOIN inventory_policies i USING (tenant_id, product_id, location_id)
    WHERE f.tenant_id = current_tenant() AND f.run_id = ${runId}::uuid
      AND (${after === null} OR (f.product_id, f.location_id) >
        (${after?.productId ?? null}::uuid, ${after?.locationId ?? null}::uuid))
      AND EXISTS (SELECT FROM supplier_terms t WHERE t.tenant_id = f.tenant_id AND t.product_id = f.product_id)
    ORDER BY f.product_id, f.location_id
    LIMIT ${ROWS_PER_PAGE}`;
}
