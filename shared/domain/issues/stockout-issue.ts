import type { Issue, Severity } from '#shared/contracts/events/planning.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';

import { isAtReorderPoint } from './recommend-order.ts';
import type { StockoutOutlook } from './stockout-outlook.ts';

const URGENT_FROM_RISK = 0.5;
/** A risk this much above the wanted one is an issue although the position is fine: what is on order comes too late. */
const TIMES_TARGET = 2;
const USUAL_SERVICE_LEVEL = 0.95;

/** The issue of stock that is projected to run out before it can be replaced. */
export function stockoutIssue(facts: MaterialFacts, outlook: StockoutOutlook | null): Issue | null {
  const risk = outlook?.risk ?? 0;
  const isAtPoint = isAtReorderPoint(facts);
  const target = 1 - (facts.cycleServiceLevel ?? USUAL_SERVICE_LEVEL);
  if (!isAtPoint && risk <= TIMES_TARGET * target) return null;
  return {
    kind: 'projectedStockout',
    severity: severityOf(facts, risk),
    detail: {
      because: reasonOf(facts, isAtPoint),
      stockoutRisk: Math.round(risk * 100) / 100,
      stockoutDate: outlook?.stockoutDay ?? null,
      inventoryPosition: facts.inventoryPosition,
      reorderPoint: facts.reorderPoint,
      onRequest: facts.onRequest,
    },
  };
}

function severityOf(facts: MaterialFacts, risk: number): Severity {
  if (facts.available <= 0 || risk >= URGENT_FROM_RISK) return 'urgent';
  return facts.onRequest > 0 ? 'watch' : 'soon';
}

function reasonOf({ supplierHeld, onRequest }: MaterialFacts, isAtPoint: boolean): string {
  if (!isAtPoint) return 'stock may run out before what is on order arrives';
  if (supplierHeld) return 'position at or under the reorder point, and the supplier is on hold';
  if (onRequest > 0) return 'position at or under the reorder point; a request is under way';
  return 'position at or under the reorder point';
}
