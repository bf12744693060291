/** An approval as the inbox lists it. */
import type { Sql } from '#functions/_kit/database.ts';
import type { Approval } from '#shared/contracts/api/models/approvals.ts';
import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';
import { linesByRisk } from '#shared/domain/advice/fact-sheet.ts';
import type { StockoutOutlook } from '#shared/domain/issues/stockout-outlook.ts';

import type { ApprovalFacts, ApprovalRow } from './approval-rows.ts';
import { type CallerAuthority, verdictOf } from './approval-verdict.ts';
import type { Caller } from './read.ts';

/** A product's names. */
export type OrderProduct = { readonly sku: string; readonly productName: string; readonly unit: string };

/** What an item is made of beside its row; `facts` only where somebody may still decide. */
export type ItemContext = {
  readonly facts: ApprovalFacts | undefined;
  readonly products: ReadonlyMap<string, OrderProduct>;
  readonly today: string;
  readonly caller: Caller;
  readonly authority: CallerAuthority;
};

/** A line with its outlook, where its facts are known. */
export type RatedLine = { readonly line: PurchaseOrderLine; readonly outlook: StockoutOutlook | null };

/** The approval with its lines, the riskiest first, and that one's outlook. */
export function approvalItem(row: ApprovalRow, context: ItemContext): Approval {
  const { facts, products, today, caller, authority } = context;
  const lines = ratedLines(row, facts, today);
  return {
    ...headOf(row, lines, caller),
    delegatedFrom: verdictOf(row, authority).delegatedFrom,
    factsHash: facts?.factsHash ?? row.requestedFactsHash,
    lines: lines.map(({ line }) => ({
      lineNumber: line.lineNumber,
      productId: line.productId,
      ...namesOf(products, line.productId),
      quantity: line.quantity,
      unitPriceMinor: caller.seesCosts ? line.unitPriceMinor : null,
    })),
  };
}

/** What the inbox and the decision page say alike. */
export function headOf(
  row: ApprovalRow,
  lines: readonly RatedLine[],
  caller: Caller,
): Omit<Approval, 'factsHash' | 'lines' | 'delegatedFrom'> {
  const {
    rank: _rank,
    requestedFactsHash: _hash,
    requestedFacts: _facts,
    valueMinor,
    currency,
    order,
    policy: _policy,
    proposedBy: _proposedBy,
    isOver: _isOver,
    granted,
    ...rest
  } = row;
  const [lead = { line: { lineNumber: 1 }, outlook: null }] = lines;
  const outlook = lead.outlook ?? noOutlook;
  return {
    ...rest,
    number: order.number,
    grantedCount: granted.length,
    value: caller.seesCosts ? { amountMinor: valueMinor, currency } : null,
    stockoutRiskNow: share(outlook.risk),
    stockoutRiskWait7: share(outlook.riskAfterWeek),
    leadLineNumber: lead.line.lineNumber,
    stockoutP50: outlook.stockoutDay,
    decideBy: outlook.decideBy,
  };
}

/** The outlook of a line without a forecast or a lead time. */
export const noOutlook = {
  risk: null,
  riskAfterWeek: null,
  stockoutDay: null,
  earliestStockoutDay: null,
  decideBy: null,
} as const;

/** The order's lines, the most likely to run out first; those without facts come last. */
export function ratedLines(
  { order }: ApprovalRow,
  facts: ApprovalFacts | undefined,
  today: string,
): readonly RatedLine[] {
  const rated = linesByRisk({ lines: order.lines, facts: facts?.facts ?? [], today });
  const known = new Set(rated.map(({ line }) => line.lineNumber));
  const others = order.lines.filter((line) => !known.has(line.lineNumber));
  return [...rated, ...others.map((line) => ({ line, outlook: null }))];
}

/** Names of the products on the approvals' lines. */
export async function readOrderProducts(
  sql: Sql,
  { tenantId }: Caller,
  approvals: readonly ApprovalRow[],
): Promise<ReadonlyMap<string, OrderProduct>> {
  const ids = [...new Set(approvals.flatMap(({ order }) => order.lines.map((line) => line.productId)))];
  const rows = await sql<(OrderProduct & { productId: string })[]>`
    SELECT product_id AS "productId", sku, name AS "productName", unit FROM products
    WHERE tenant_id = ${tenantId} AND product_id = ANY(${ids}::uuid[])`;
  return new Map(rows.map(({ productId, ...names }) => [productId, names]));
}

/** A product that no table shows yet goes by the beginning of its id. */
export function namesOf(products: ReadonlyMap<string, OrderProduct>, productId: string): OrderProduct {
  return products.get(productId) ?? { sku: productId.slice(0, 8), productName: '', unit: '' };
}

/** A probability to four decimals. */
export function share(probability: number | null): number | null {
  return probability === null ? null : Math.round(probability * 10_000) / 10_000;
}
