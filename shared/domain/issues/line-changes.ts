/** What moved in the facts of an order's lines since somebody saw them. */
import type { FactChange } from '#shared/contracts/events/approvals.ts';

import { compareVectors, defaultThresholds } from './compare-vectors.ts';
import type { MaterialVector } from './material-vector.ts';

/** The material vector of one line of an order; null where the product has no stock record at the location. */
export type LineVector = { readonly lineNumber: number; readonly vector: MaterialVector | null };

/** A figure that moved, and whether it alone or together with others of its line matters. */
export type LineChange = { readonly change: FactChange; readonly isMaterial: boolean };

/** Every figure that was one thing before and is another now, line by line. */
export function lineChanges(
  before: readonly LineVector[],
  now: readonly LineVector[],
): readonly LineChange[] {
  const seenOf = new Map(before.map((line) => [line.lineNumber, line.vector]));
  return now.flatMap(({ lineNumber, vector }): LineChange[] => {
    const seen = seenOf.get(lineNumber) ?? null;
    if (seen === null || vector === null) {
      if (seen === vector) return [];
      return [{ change: { lineNumber, fact: 'facts', before: null, after: null }, isMaterial: true }];
    }
    const comparison = compareVectors(seen, vector, defaultThresholds);
    if (comparison.kind === 'equal') return [];
    const isMaterial = comparison.kind === 'material';
    return comparison.changes.map((change) => ({ change: { lineNumber, ...change }, isMaterial }));
  });
}
