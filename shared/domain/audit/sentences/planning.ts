import type { Issue, IssueKind } from '#shared/contracts/events/planning.ts';

import type { SentencesOf } from './sentence.ts';
import { counted, placeText, quantityText, type Words } from './words.ts';

const issueWords: Readonly<Record<IssueKind, string>> = {
  projectedStockout: 'may run out',
  excess: 'is overstocked',
  surplusOrder: 'has more on order than it needs',
  deadStock: 'does not sell',
  lateSupplier: 'waits for a late supplier',
  priceJump: 'has a jump in price',
  missingData: 'lacks data',
  bandUntrustworthy: 'has a forecast that cannot be trusted',
};

/** Sentences about forecast runs, policies, issues and recommendations. */
export const planningSentences: SentencesOf<
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
  | 'RecommendationSettled'
> = {
  ForecastRunScheduled: ({ asOf, trigger, onlyFailedOf }, { actor }) => {
    if (trigger === 'policyChange')
      return `${actor} had the levels of ${asOf} computed anew because policies changed.`;
    const what = onlyFailedOf === null ? '' : ' of what had failed';
    return `${actor} scheduled a ${trigger} forecast run${what} for ${asOf}.`;
  },
  ForecastRunCompleted: ({ planned, failed }, { subject }) =>
    `The ${subject} is complete: ${counted(planned, 'item')} forecast, ${quantityText(failed)} failed.`,
  PolicyAccepted: ({ productId, locationId, before, after }, { nameOf }) => {
    const was = before === null ? '' : ` (was ${quantityText(before.reorderPoint)})`;
    return (
      `The reorder point of ${nameOf(productId)} at ${nameOf(locationId)} is ${quantityText(after.reorderPoint)}${was}, ` +
      `ordered up to ${quantityText(after.orderUpToLevel)}.`
    );
  },
  StockIssueDetected: (payload, words) => `${stateOf(payload, words)}: ${severity(payload.issue)}.`,
  StockIssueWorsened: (payload, words) => `${stateOf(payload, words)}, now more: ${severity(payload.issue)}.`,
  StockIssueEased: (payload, words) => `${stateOf(payload, words)}, now less: ${severity(payload.issue)}.`,
  StockIssueResolved: ({ productId, locationId, kind }, words) =>
    `It is over that ${placeText({ productId, locationId }, words)} ${issueWords[kind]}.`,
  ReplenishmentRecommended: ({ recommendedQuantity, supplierId, ...item }, words) =>
    `An order of ${quantityText(recommendedQuantity)} × ${placeText(item, words)} from ${words.nameOf(supplierId)} is recommended.`,
  RecommendationDrafted: ({ purchaseOrderId, ...item }, words) =>
    `The recommendation for ${placeText(item, words)} went into ${words.nameOf(purchaseOrderId)}.`,
  RecommendationWithdrawn: ({ because, ...item }, words) =>
    `The recommendation for ${placeText(item, words)} was withdrawn: ${because}.`,
  RecommendationSettled: ({ outcome, suppressedUntil, ...item }, words) => {
    const pause = suppressedUntil === null ? '' : `; nothing is recommended until ${suppressedUntil}`;
    return `The recommendation for ${placeText(item, words)} is settled: ${outcome}${pause}.`;
  },
};

type Item = { readonly productId: string; readonly locationId: string };

function stateOf({ issue, ...item }: Item & { readonly issue: Issue }, words: Words): string {
  return `${placeText(item, words)} ${issueWords[issue.kind]}`;
}

function severity(issue: Issue): string {
  return issue.severity === 'watch' ? 'to be watched' : issue.severity;
}
