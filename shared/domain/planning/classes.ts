/** ABC and XYZ classes of products at locations, and the policy of a class. */
import type {
  AbcClass,
  ClassPolicy,
  PlanningSettings,
  XyzClass,
} from '#shared/contracts/events/planning-settings.ts';

/** Class by share of yearly value, and class by variation of weekly demand. */
export type ItemClasses = { readonly abcClass: AbcClass; readonly xyzClass: XyzClass };

/** What an item is classed by. */
export type ClassifiableItem = {
  readonly key: string;
  /** Units of a year × unit cost; 0 where either is not known. */
  readonly yearlyValue: number;
  /** Standard deviation ÷ mean of weekly demand. */
  readonly coefficientOfVariation: number;
  /** The classes it has; null: none yet. */
  readonly before: ItemClasses | null;
};

/** Upper ends of A and B: share of all value that comes before an item, dearest first. */
const SHARE_CUTS = [0.8, 0.95] as const;
/** An item changes its class only when it is so far beyond the cut, so that classes do not flicker. */
const SHARE_BAND = 0.02;
/** Upper ends of X and Y. */
const VARIATION_CUTS = [0.5, 1] as const;
/** Of the cut. */
const VARIATION_BAND = 0.1;

const abcClasses = ['A', 'B', 'C'] as const;
const xyzClasses = ['X', 'Y', 'Z'] as const;

/**
 * Classes of all items of a tenant: A are those that begin within the first 80 % of yearly value, B those that begin
 * before 95 %, C the rest and whatever has no value. Equal values go by key, so that the order of the list is no matter.
 */
export function classifyItems(items: readonly ClassifiableItem[]): ReadonlyMap<string, ItemClasses> {
  const dearestFirst = items.toSorted(
    (a, b) => valueOf(b) - valueOf(a) || (a.key < b.key ? -1 : Number(a.key > b.key)),
  );
  const total = items.reduce((sum, item) => sum + valueOf(item), 0);
  const classes = new Map<string, ItemClasses>();
  let before = 0;
  for (const item of dearestFirst) {
    const value = valueOf(item);
    classes.set(item.key, {
      abcClass: value > 0 ? abcClassOf(before / total, item.before?.abcClass ?? null) : 'C',
      xyzClass: xyzClassOf(item.coefficientOfVariation, item.before?.xyzClass ?? null),
    });
    before += value;
  }
  return classes;
}

/** Class of an item by the share of value that dearer items have, and by the class it has. */
export function abcClassOf(shareBefore: number, before: AbcClass | null): AbcClass {
  const rank = before === null ? null : abcClasses.indexOf(before);
  // A sum of shares may miss the cut by a rounding error.
  const isPast = (i: 0 | 1): boolean => shareBefore >= SHARE_CUTS[i] + leaning(rank, i) * SHARE_BAND - 1e-9;
  return isPast(1) ? 'C' : isPast(0) ? 'B' : 'A';
}

/** Class of an item by the variation of its weekly demand, and by the class it has. */
export function xyzClassOf(coefficientOfVariation: number, before: XyzClass | null): XyzClass {
  const rank = before === null ? null : xyzClasses.indexOf(before);
  // What cannot be measured is not steady: NaN is within no cut.
  const isWithin = (i: 0 | 1): boolean =>
    coefficientOfVariation <= VARIATION_CUTS[i] * (1 + leaning(rank, i) * VARIATION_BAND);
  return isWithin(0) ? 'X' : isWithin(1) ? 'Y' : 'Z';
}

/** The policy of a class. */
export function policyOfClass(
  { classPolicies }: PlanningSettings,
  abcClass: AbcClass,
  xyzClass: XyzClass,
): ClassPolicy {
  const policy = classPolicies.find((each) => each.abcClass === abcClass && each.xyzClass === xyzClass);
  if (policy === undefined) {
    throw new Error(
      `Found no policy of class ${abcClass}${xyzClass} in the planning settings; they must have one for each of the nine classes: save them anew`,
    );
  }
  return policy;
}

/** Which way a cut leans: an item of the class below it (rank ≤ i) stays there longer, one above comes back later. */
function leaning(rank: number | null, i: number): number {
  if (rank === null) return 0;
  return rank <= i ? 1 : -1;
}

function valueOf({ yearlyValue }: ClassifiableItem): number {
  return Number.isFinite(yearlyValue) ? Math.max(0, yearlyValue) : 0;
}
