import type { Issue } from '#shared/contracts/events/planning.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';

import { bandIssue } from './band-issue.ts';
import { missingDataIssue } from './missing-data-issue.ts';
import { recommendOrder, type OrderRecommendation } from './recommend-order.ts';
import { deadStockIssue, excessIssue, hasNotSold, lateSupplierIssue } from './stock-issues.ts';
import { stockoutIssue } from './stockout-issue.ts';
import { stockoutOutlook } from './stockout-outlook.ts';

/** The day of the analysis, and whether the tenant has been forecast at all. */
export type AnalysisContext = {
  readonly asOf: string;
  /** False before the first run: then a missing policy is no issue yet. Default true. */
  readonly hasForecastRun?: boolean;
};

/** What is wrong with a product at a location, and what to order. */
export type Analysis = {
  readonly issues: readonly Issue[];
  readonly recommendation: OrderRecommendation | null;
};

/**
 * The issues of one product at one location and the order to recommend, from its facts alone: the same facts on the
 * same day give the same answer. What is missing is an issue, never a guess.
 */
export function analyseFacts(
  facts: MaterialFacts,
  { asOf, hasForecastRun = true }: AnalysisContext,
): Analysis {
  const outlook = stockoutOutlook(facts, asOf);
  const isDead = hasNotSold(facts, asOf);
  const isPlanned = facts.productStatus === 'active' && !isDead;
  const found = [
    isPlanned ? stockoutIssue(facts, outlook) : null,
    isPlanned ? missingDataIssue(facts, hasForecastRun) : null,
    isPlanned ? bandIssue(facts) : null,
    lateSupplierIssue(facts, asOf),
    isDead ? deadStockIssue(facts, asOf) : excessIssue(facts),
  ];
  return {
    issues: found.filter((issue) => issue !== null),
    recommendation: isPlanned ? recommendOrder(facts, outlook) : null,
  };
}
