/** What is known to be wrong with one product at one location, and what was recommended about it. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { IssueKind, QuantityStep, Severity } from '#shared/contracts/events/planning.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';

/** An open issue as remembered: enough to see whether it changed. */
type OpenIssue = { readonly issueId: string; readonly severity: Severity };

/** A recommendation: open until it becomes a line of an order, then on request until that is decided. */
export type Recommendation = {
  readonly status: 'open' | 'onRequest';
  readonly supplierId: string;
  readonly recommendedQuantity: number;
  readonly steps: readonly QuantityStep[];
  readonly facts: MaterialFacts;
  readonly purchaseOrderId: string | null;
};

/** State of a replenishment stream. */
export type ReplenishmentState = {
  readonly issues: Readonly<Partial<Record<IssueKind, OpenIssue>>>;
  readonly recommendation: Recommendation | null;
  /** After a rejection nothing is recommended before this day. */
  readonly suppressedUntil: string | null;
};

/** A stream without events. */
export const noReplenishment: ReplenishmentState = {
  issues: {},
  recommendation: null,
  suppressedUntil: null,
};

/** The state after the event. */
export function evolveReplenishment(state: ReplenishmentState, event: DomainEvent): ReplenishmentState {
  switch (event.type) {
    case 'StockIssueDetected':
    case 'StockIssueWorsened':
    case 'StockIssueEased': {
      const { issueId, issue } = event.payload;
      return { ...state, issues: { ...state.issues, [issue.kind]: { issueId, severity: issue.severity } } };
    }
    case 'StockIssueResolved': {
      const { [event.payload.kind]: _resolved, ...issues } = state.issues;
      return { ...state, issues };
    }
    case 'ReplenishmentRecommended': {
      const { supplierId, recommendedQuantity, steps } = event.payload;
      // Written by recordAnalysis from facts of this type; the wire schema leaves them open.
      const facts = event.payload.facts as MaterialFacts;
      const recommendation = {
        status: 'open',
        supplierId,
        recommendedQuantity,
        steps,
        facts,
        purchaseOrderId: null,
      } as const;
      return { ...state, recommendation };
    }
    case 'RecommendationDrafted':
      return state.recommendation === null
        ? state
        : {
            ...state,
            recommendation: {
              ...state.recommendation,
              status: 'onRequest',
              purchaseOrderId: event.payload.purchaseOrderId,
            },
          };
    case 'RecommendationWithdrawn':
      return { ...state, recommendation: null };
    case 'RecommendationSettled':
      return { ...state, recommendation: null, suppressedUntil: event.payload.suppressedUntil };
    default:
      return state;
  }
}
