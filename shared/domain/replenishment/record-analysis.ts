/** Turns what an analysis found into events; the same findings again are no events. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import {
  type Issue,
  IssueKind,
  type QuantityStep,
  type Severity,
} from '#shared/contracts/events/planning.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import { type Acceptance, accept } from '#shared/domain/decider.ts';

import { type ReplenishmentState, evolveReplenishment } from './replenishment.ts';

/** What the rules found in the facts of one product at one location. */
export type Findings = {
  readonly facts: MaterialFacts;
  readonly issues: readonly Issue[];
  readonly recommendation: {
    readonly supplierId: string;
    readonly recommendedQuantity: number;
    readonly steps: readonly QuantityStep[];
  } | null;
};

const urgency: Readonly<Record<Severity, number>> = { urgent: 3, soon: 2, watch: 1 };

/**
 * Compares the findings with what is known. `today` is the tenant's day; `newIssueId` names a new issue by its kind.
 * Issues are compared by severity, recommendations by supplier and quantity: figures that merely drift write nothing.
 */
export function recordAnalysis(
  state: ReplenishmentState,
  findings: Findings,
  { today, newIssueId }: { readonly today: string; readonly newIssueId: (kind: IssueKind) => string },
): Acceptance<ReplenishmentState> {
  const events = [
    ...issueEvents(state, findings, newIssueId),
    ...recommendationEvents(state, findings, today),
  ];
  return accept(state, events, evolveReplenishment);
}

function issueEvents(
  state: ReplenishmentState,
  { facts, issues }: Findings,
  newIssueId: (kind: IssueKind) => string,
): DomainEvent[] {
  const { productId, locationId } = facts;
  const found = new Map(issues.map((issue) => [issue.kind, issue]));
  return IssueKind.options.flatMap((kind): DomainEvent[] => {
    const known = state.issues[kind];
    const issue = found.get(kind);
    if (issue === undefined) {
      if (known === undefined) return [];
      const payload = { issueId: known.issueId, productId, locationId, kind, by: 'analysis' };
      return [{ type: 'StockIssueResolved', payload }];
    }
    if (known === undefined) {
      return [
        { type: 'StockIssueDetected', payload: { issueId: newIssueId(kind), productId, locationId, issue } },
      ];
    }
    const change = urgency[issue.severity] - urgency[known.severity];
    if (change === 0) return [];
    const type = change > 0 ? 'StockIssueWorsened' : 'StockIssueEased';
    return [{ type, payload: { issueId: known.issueId, productId, locationId, issue } }];
  });
}

function recommendationEvents(
  state: ReplenishmentState,
  { facts, recommendation }: Findings,
  today: string,
): DomainEvent[] {
  const { productId, locationId } = facts;
  const known = state.recommendation;
  // What stands in a proposed order is taken care of until that order is decided.
  if (known?.status === 'onRequest') return [];
  const suppressed = state.suppressedUntil !== null && today < state.suppressedUntil;
  if (recommendation === null || suppressed) {
    if (known === null) return [];
    return [
      {
        type: 'RecommendationWithdrawn',
        payload: { productId, locationId, because: 'the facts ask for no order' },
      },
    ];
  }
  const { supplierId, recommendedQuantity, steps } = recommendation;
  if (known?.supplierId === supplierId && known.recommendedQuantity === recommendedQuantity) return [];
  const payload = { productId, locationId, supplierId, recommendedQuantity, steps: [...steps], facts };
  return [{ type: 'ReplenishmentRecommended', payload }];
}
