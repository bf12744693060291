import type { MaterialVector } from './material-vector.ts';

/** A figure that was one thing when it was seen and is another now. */
type VectorChange = {
  readonly fact: keyof MaterialVector;
  readonly before: number | null;
  readonly after: number | null;
};

/** Largest change of a figure, relative to what was seen, that a decision may stand on without being asked again. */
export type MaterialityThresholds = {
  readonly inventoryPosition: number;
  readonly leadTimeDemand: number;
  readonly unitPrice: number;
  readonly leadTime: number;
};

export type VectorComparison =
  | { readonly kind: 'equal' }
  | { readonly kind: 'immaterial'; readonly changes: readonly VectorChange[] }
  | { readonly kind: 'material'; readonly changes: readonly VectorChange[] };

/** Thresholds of a tenant that has set none. */
export const defaultThresholds: MaterialityThresholds = {
  inventoryPosition: 0.05,
  leadTimeDemand: 0.05,
  unitPrice: 0.01,
  leadTime: 0.1,
};

const groups: Readonly<Record<keyof MaterialVector, keyof MaterialityThresholds | null>> = {
  inventoryPosition: 'inventoryPosition',
  leadTimeDemandP50: 'leadTimeDemand',
  leadTimeDemandP90: 'leadTimeDemand',
  leadTimeDemandP95: 'leadTimeDemand',
  unitPriceMinor: 'unitPrice',
  leadTimeP50: 'leadTime',
  leadTimeP90: 'leadTime',
  // A policy only changes beyond its hysteresis: a new version always matters.
  policyVersion: null,
};

/** Compares what was seen with what is: equal, changed within all thresholds, or changed materially. */
export function compareVectors(
  seen: MaterialVector,
  now: MaterialVector,
  thresholds: MaterialityThresholds,
): VectorComparison {
  // Object.keys forgets the type of the keys; they are those of `groups`.
  const facts = Object.keys(groups) as (keyof MaterialVector)[];
  const changes = facts
    .map((fact) => ({ fact, before: seen[fact], after: now[fact] }))
    .filter(({ before, after }) => before !== after);
  if (changes.length === 0) return { kind: 'equal' };
  const isMaterial = changes.some((change) => exceeds(change, thresholds));
  return { kind: isMaterial ? 'material' : 'immaterial', changes };
}

function exceeds({ fact, before, after }: VectorChange, thresholds: MaterialityThresholds): boolean {
  const group = groups[fact];
  if (group === null || before === null || after === null) return true;
  return Math.abs(after - before) > thresholds[group] * Math.abs(before);
}
