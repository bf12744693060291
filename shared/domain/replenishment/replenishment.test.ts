import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { IssueKind, Severity } from '#shared/contracts/events/planning.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';

import { type Findings, recordAnalysis } from './record-analysis.ts';
import { evolveReplenishment, noReplenishment } from './replenishment.ts';

const place = {
  productId: '00000000-0000-4000-8000-000000000001',
  locationId: '00000000-0000-4000-8000-000000000002',
};
// The rules under test look at the place alone.
const facts = place as unknown as MaterialFacts;
const order = { supplierId: '00000000-0000-4000-8000-000000000003', recommendedQuantity: 200, steps: [] };
const context = { today: '2026-11-22', newIssueId: (kind: string) => `issue-${kind}` };
const found = (more: Partial<Findings> = {}): Findings => ({
  facts,
  issues: [],
  recommendation: null,
  ...more,
});
const record = (state: typeof noReplenishment, findings: Findings) =>
  recordAnalysis(state, findings, context);
const types = (result: ReturnType<typeof record>): string[] => result.events.map((event) => event.type);

describe('recording an analysis', () => {
  it('writes nothing the second time, whatever was found', () => {
    const issue = fc.record({
      kind: fc.constantFrom(...IssueKind.options),
      severity: fc.constantFrom(...Severity.options),
      detail: fc.constant({}),
    });
    const findings = fc.record({
      issues: fc.uniqueArray(issue, { selector: (one) => one.kind }),
      recommendation: fc.option(fc.constant(order)),
    });
    fc.assert(
      fc.property(findings, findings, (first, second) => {
        const once = record(record(noReplenishment, found(first)).state, found(second));
        expect(record(once.state, found(second)).events).toEqual([]);
      }),
    );
  });

  it('says when an issue worsens, eases and is gone, under one id', () => {
    const with_ = (severity: 'urgent' | 'watch') =>
      found({ issues: [{ kind: 'projectedStockout', severity, detail: {} }] });
    const detected = record(noReplenishment, with_('watch'));
    const worse = record(detected.state, with_('urgent'));
    const eased = record(worse.state, with_('watch'));
    const gone = record(eased.state, found());
    expect([detected, worse, eased, gone].flatMap(types)).toEqual([
      'StockIssueDetected',
      'StockIssueWorsened',
      'StockIssueEased',
      'StockIssueResolved',
    ]);
    expect(gone.state).toEqual(noReplenishment);
  });

  it('withdraws a recommendation that the facts no longer ask for', () => {
    const open = record(noReplenishment, found({ recommendation: order }));
    expect(types(record(open.state, found()))).toEqual(['RecommendationWithdrawn']);
  });

  it('takes a need in a proposed or postponed order as taken care of', () => {
    const open = record(noReplenishment, found({ recommendation: order }));
    const drafted = evolveReplenishment(open.state, {
      type: 'RecommendationDrafted',
      payload: { ...place, purchaseOrderId: place.productId },
    });
    for (let night = 0; night < 3; night += 1) {
      expect(
        record(drafted, found({ recommendation: { ...order, recommendedQuantity: 300 } })).events,
      ).toEqual([]);
    }
  });

  it('does not recommend again before the day a rejection set', () => {
    const payload = {
      ...place,
      purchaseOrderId: place.productId,
      outcome: 'rejected',
      suppressedUntil: '2026-11-29',
    } as const;
    const rejected = evolveReplenishment(noReplenishment, { type: 'RecommendationSettled', payload });
    expect(record(rejected, found({ recommendation: order })).events).toEqual([]);
    const later = recordAnalysis(rejected, found({ recommendation: order }), {
      ...context,
      today: '2026-11-29',
    });
    expect(types(later)).toEqual(['ReplenishmentRecommended']);
  });
});
