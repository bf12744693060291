import type { LineVector } from '#functions/_kit/facts.ts';
import type { FactChange } from '#shared/contracts/events/approvals.ts';
import { compareVectors, defaultThresholds } from '#shared/domain/issues/compare-vectors.ts';

/** Every figure that was one thing when the approval was requested and is another now. */
export function factChanges(before: readonly LineVector[], now: readonly LineVector[]): FactChange[] {
  const vectorBefore = new Map(before.map((line) => [line.lineNumber, line.vector]));
  return now.flatMap(({ lineNumber, vector }): FactChange[] => {
    const seen = vectorBefore.get(lineNumber) ?? null;
    if (seen === null || vector === null) {
      return seen === vector ? [] : [{ lineNumber, fact: 'facts', before: null, after: null }];
    }
    const comparison = compareVectors(seen, vector, defaultThresholds);
    return comparison.kind === 'equal' ? [] : comparison.changes.map((change) => ({ lineNumber, ...change }));
  });
}
