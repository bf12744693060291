/** The lines of the decision page: position, outlook, projection, and what else there is to know of each. */
import type { Sql } from '#functions/_kit/database.ts';
import { readSupplierReceipts, type SupplierReceipt } from '#functions/_kit/supplier-receipts.ts';
import type { ApprovalDetail, ApprovalLine } from '#shared/contracts/api/models/approvals.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import { withoutMoney } from '#shared/domain/audit/without-money.ts';
import { observedLeadTime } from '#shared/domain/planning/observed-lead-time.ts';

import { namesOf, noOutlook, type OrderProduct, type RatedLine, share } from './approval-item.ts';
import type { ApprovalRow } from './approval-rows.ts';
import { hasUntrustworthyBand, latestForecasts, type StoredForecast } from './latest-forecasts.ts';
import { arrivalOf, lineProjection, nothingProjected } from './line-projection.ts';
import type { Caller } from './read.ts';

/** What the lines are made of. */
export type LinesContext = {
  readonly row: ApprovalRow;
  readonly rated: readonly RatedLine[];
  readonly facts: readonly MaterialFacts[];
  readonly products: ReadonlyMap<string, OrderProduct>;
  readonly costs: ApprovalDetail['costAssumptions'];
  readonly today: string;
};

/** A projection takes some ten milliseconds: the riskiest lines have one, the others their figures. */
const projectedLines = 10;
const mostIssues = 3;
const receiptsShown = 6;

/** The lines, the riskiest first. */
export async function approvalLines(
  sql: Sql,
  caller: Caller,
  context: LinesContext,
): Promise<ApprovalLine[]> {
  const { row, rated, facts, costs, today } = context;
  const productIds = rated.map(({ line }) => line.productId);
  const supplierIds = facts.flatMap(({ supplierId }) => supplierId ?? []);
  const [forecasts, prices, issues, receipts] = await Promise.all([
    latestForecasts(sql, caller.tenantId, productIds),
    selectLastPrices(sql, caller, { row, productIds }),
    selectIssues(sql, caller, { row, productIds }),
    readSupplierReceipts(sql, supplierIds, today),
  ]);
  const factsOf = new Map(facts.map((each) => [each.productId, each]));
  const forecastOf = new Map(
    forecasts
      .filter((each) => each.locationId === row.order.locationId)
      .map((each) => [each.productId, each]),
  );
  return rated.map((ratedLine, index) => {
    const { productId } = ratedLine.line;
    const forecast = forecastOf.get(productId);
    const itsFacts = factsOf.get(productId);
    const received = receipts.get(itsFacts?.supplierId ?? '') ?? [];
    const leadTime = leadTimeOf(itsFacts, received);
    const isProjected = itsFacts !== undefined && index < projectedLines;
    const projected = isProjected
      ? lineProjection({ line: ratedLine.line, facts: itsFacts, forecast, leadTime, costs, today })
      : nothingProjected;
    return {
      ...lineHead(ratedLine, context.products, caller),
      ...figuresOf(ratedLine, itsFacts),
      ...arrivalOf(leadTime, today),
      supplierLeadTime: supplierLeadTimeOf(itsFacts, leadTime, received),
      lastUnitPriceMinor: caller.seesCosts ? (prices.get(productId) ?? null) : null,
      forecast: healthOf(forecast),
      projection: projected.projection,
      decideBy: projected.decideBy,
      costOfWaiting: caller.seesCosts ? projected.costOfWaiting : [],
      issues: issuesOf(issues, productId, caller),
    };
  });
}

function lineHead({ line }: RatedLine, products: LinesContext['products'], caller: Caller) {
  return {
    lineNumber: line.lineNumber,
    productId: line.productId,
    ...namesOf(products, line.productId),
    quantity: line.quantity,
    recommendedQuantity: line.recommendedQuantity,
    unitPriceMinor: caller.seesCosts ? line.unitPriceMinor : null,
    steps: [...line.steps],
  };
}

/** What is said of a product that has no stock record at the location. */
const unknownFacts = {
  onHand: 0,
  allocated: 0,
  quarantined: 0,
  available: 0,
  onOrder: 0,
  inventoryPosition: 0,
  openOrders: [],
  reorderPoint: null,
  orderUpToLevel: null,
  safetyStock: null,
  cycleServiceLevel: null,
  leadTimeDays: null,
  meanPerDay: null,
} as const;

function figuresOf({ line, outlook }: RatedLine, known: MaterialFacts | undefined) {
  const facts = known ?? unknownFacts;
  const { risk, riskAfterWeek, stockoutDay, earliestStockoutDay } = outlook ?? noOutlook;
  return {
    onHand: facts.onHand,
    allocated: facts.allocated,
    quarantined: facts.quarantined ?? 0,
    available: facts.available,
    onOrder: facts.onOrder,
    inventoryPosition: facts.inventoryPosition,
    openOrders: [...facts.openOrders],
    reorderPoint: facts.reorderPoint,
    orderUpToLevel: facts.orderUpToLevel,
    safetyStock: facts.safetyStock,
    cycleServiceLevel: facts.cycleServiceLevel,
    leadTimeDays: facts.leadTimeDays,
    meanPerDay: facts.meanPerDay,
    daysOfSupplyAfter: coverOf(facts.inventoryPosition + line.quantity, facts.meanPerDay),
    stockoutP10: earliestStockoutDay,
    stockoutP50: stockoutDay,
    stockoutRiskNow: share(risk),
    stockoutRiskWait7: share(riskAfterWeek),
  };
}

/** Days that a quantity lasts, to a tenth. */
function coverOf(quantity: number, meanPerDay: number | null): number | null {
  return meanPerDay === null || meanPerDay <= 0 ? null : tenths(quantity / meanPerDay);
}

function leadTimeOf(facts: MaterialFacts | undefined, received: readonly SupplierReceipt[]) {
  if (facts === undefined || facts.leadTimeDays === null) return null;
  const stated = { days: facts.leadTimeDays, standardDeviation: facts.leadTimeStandardDeviation ?? 0 };
  return observedLeadTime(stated, received);
}

function supplierLeadTimeOf(
  facts: MaterialFacts | undefined,
  leadTime: ReturnType<typeof leadTimeOf>,
  received: readonly SupplierReceipt[],
): ApprovalLine['supplierLeadTime'] {
  if (facts === undefined || facts.leadTimeDays === null || leadTime === null) return null;
  // The lines of one receipt took equally long.
  const daysOf = new Map(received.map(({ receiptKey, days }) => [receiptKey, tenths(days)]));
  const { p50, p90 } = leadTime;
  return {
    statedDays: facts.leadTimeDays,
    lastDays: [...daysOf.values()].slice(-receiptsShown).toReversed(),
    p50: p50 === null ? null : tenths(p50),
    p90: p90 === null ? null : tenths(p90),
  };
}

function tenths(days: number): number {
  return Math.round(days * 10) / 10;
}

function healthOf(stored: StoredForecast | undefined): ApprovalLine['forecast'] {
  if (stored === undefined) return null;
  const { method, demandPattern, accuracy } = stored.forecast;
  return {
    method,
    demandPattern,
    wape: accuracy?.wape ?? null,
    bias: accuracy?.bias ?? null,
    coverage80: accuracy?.coverage80 ?? null,
    isBandUntrustworthy: hasUntrustworthyBand(stored.forecast),
  };
}

type IssueRow = ApprovalLine['issues'][number] & { readonly productId: string };

function issuesOf(issues: readonly IssueRow[], productId: string, caller: Caller): ApprovalLine['issues'] {
  return issues
    .filter((issue) => issue.productId === productId)
    .slice(0, mostIssues)
    .map(({ kind, severity, detail }) => ({
      kind,
      severity,
      detail: caller.seesCosts ? detail : withoutMoney(detail),
    }));
}

type Items = { readonly row: ApprovalRow; readonly productIds: readonly string[] };

/** What each product cost the last time it was ordered, in the currency of this order. */
async function selectLastPrices(
  sql: Sql,
  { tenantId }: Caller,
  { row, productIds }: Items,
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ productId: string; unitPriceMinor: number }[]>`
    SELECT DISTINCT ON (l.product_id) l.product_id AS "productId", l.unit_price_minor AS "unitPriceMinor"
    FROM purchase_order_lines l JOIN purchase_orders o USING (tenant_id, purchase_order_id)
    WHERE l.tenant_id = ${tenantId} AND l.product_id = ANY(${productIds}::uuid[])
      AND o.purchase_order_id <> ${row.purchaseOrderId} AND o.currency = ${row.currency} AND o.approved_at IS NOT NULL
    ORDER BY l.product_id, o.approved_at DESC`;
  return new Map(rows.map(({ productId, unitPriceMinor }) => [productId, unitPriceMinor]));
}

async function selectIssues(
  sql: Sql,
  { tenantId }: Caller,
  { row, productIds }: Items,
): Promise<readonly IssueRow[]> {
  return sql<IssueRow[]>`
    SELECT product_id AS "productId", kind, severity, detail FROM issues
    WHERE tenant_id = ${tenantId} AND product_id = ANY(${productIds}::uuid[])
      AND location_id = ${row.order.locationId} AND status = 'open'
    ORDER BY array_position(ARRAY['urgent', 'soon', 'watch'], severity), detected_at, issue_id`;
}
