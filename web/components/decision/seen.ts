import * as v from 'valibot';

import type { ApprovalDetail, ApprovalLine } from '#shared/contracts/api/models/approvals.ts';
import { FactChange } from '#shared/contracts/events/approvals.ts';
import type { ApiProblem } from '#web/lib/api-problem.ts';

/** What the actions of the page need to know of what the page shows. */
export type Seen = Pick<
  ApprovalDetail,
  | 'id'
  | 'status'
  | 'purchaseOrderId'
  | 'number'
  | 'factsHash'
  | 'factsAt'
  | 'revision'
  | 'value'
  | 'limitMinor'
  | 'mayDecide'
> & { readonly lines: readonly SeenLine[] };

/** The figures of a line that a decision rests on. */
export type SeenLine = Pick<
  ApprovalLine,
  | 'lineNumber'
  | 'sku'
  | 'productName'
  | 'unit'
  | 'quantity'
  | 'unitPriceMinor'
  | 'onHand'
  | 'onOrder'
  | 'inventoryPosition'
  | 'reorderPoint'
  | 'arrivalP50'
  | 'stockoutP50'
  | 'stockoutRiskWait7'
  | 'costOfWaiting'
>;

/** Takes what the actions need out of the whole. */
export function seenOf(approval: ApprovalDetail): Seen {
  const { id, status, purchaseOrderId, number, factsHash, factsAt, revision, value, limitMinor, mayDecide } =
    approval;
  const lines = approval.lines.map((line) => ({
    lineNumber: line.lineNumber,
    sku: line.sku,
    productName: line.productName,
    unit: line.unit,
    quantity: line.quantity,
    unitPriceMinor: line.unitPriceMinor,
    onHand: line.onHand,
    onOrder: line.onOrder,
    inventoryPosition: line.inventoryPosition,
    reorderPoint: line.reorderPoint,
    arrivalP50: line.arrivalP50,
    stockoutP50: line.stockoutP50,
    stockoutRiskWait7: line.stockoutRiskWait7,
    costOfWaiting: line.costOfWaiting,
  }));
  return {
    id,
    status,
    purchaseOrderId,
    number,
    factsHash,
    factsAt,
    revision,
    value,
    limitMinor,
    mayDecide,
    lines,
  };
}

const compared = [
  'quantity',
  'unitPriceMinor',
  'onHand',
  'onOrder',
  'inventoryPosition',
  'reorderPoint',
  'arrivalP50',
  'stockoutP50',
] as const;

/** Which figures are others now than the ones that were seen. */
export function changesBetween(seen: Seen, now: Seen): FactChange[] {
  return now.lines.flatMap((line) => {
    const before = seen.lines.find(({ lineNumber }) => lineNumber === line.lineNumber);
    return compared
      .filter((fact) => before?.[fact] !== line[fact])
      .map((fact) => ({
        lineNumber: line.lineNumber,
        fact,
        before: before?.[fact] ?? null,
        after: line[fact],
      }));
  });
}

const Conflict = v.looseObject({
  factsHash: v.fallback(v.nullable(v.string()), null),
  diff: v.fallback(v.array(FactChange), []),
  winner: v.fallback(v.nullable(v.looseObject({ decidedBy: v.nullable(v.string()) })), null),
});

/** What a 409 says: the facts moved (a diff and the new hash), or somebody was faster (who). */
export function conflictIn(problem: ApiProblem): {
  readonly factsHash: string | null;
  readonly diff: readonly FactChange[];
  readonly winner: string | null;
} {
  const none = { factsHash: null, diff: [], winner: null };
  if (problem.status !== 409) return none;
  const { factsHash, diff, winner } = v.parse(Conflict, { ...none, ...problem.problem });
  return { factsHash, diff, winner: winner?.decidedBy ?? null };
}
