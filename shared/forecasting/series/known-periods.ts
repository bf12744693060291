import { at } from '#shared/forecasting/at.ts';
import { seasonalIndices } from '#shared/forecasting/seasonal-indices.ts';

/** Demand of consecutive periods of which some may be unknown. */
export type KnownPeriods = {
  /** Every period a number; the unknown ones as their neighbours have it. */
  readonly values: Float64Array;
  /** Whether the period is known; null: all are. */
  readonly isKnown: readonly boolean[] | null;
};

/** Squares of larger numbers, and of the inverse, have no value. */
const LARGEST_VALUE = 1e100;
/** So many known periods on either side say what an unknown one would have been. */
const NEIGHBOURS = 3;

/** The longest wait before the first demand that counts: before that the product may not have been there. */
const LONGEST_WAIT = 2;

/** Demand as it may be learned from: below 0 counts as none; what is no number is unknown. */
export function knownPeriods(values: ArrayLike<number>): KnownPeriods {
  const raw = Float64Array.from(values, (value) => Math.min(LARGEST_VALUE, Math.max(0, value)));
  const isKnown = Array.from(values, (value) => Number.isFinite(value));
  return isKnown.every(Boolean)
    ? { values: raw, isKnown: null }
    : { values: bridged(raw, isKnown, new Float64Array([1])), isKnown };
}

/** The known values alone. */
export function onlyKnown({ values, isKnown }: KnownPeriods): Float64Array {
  return isKnown === null ? values : values.filter((_, i) => isKnown[i] === true);
}

/**
 * From a mean interval before the first demand on, at most two periods. A product that had not sold yet was not there; but
 * it is the first demand that begins the series, and a mean without the wait before it would be too high.
 */
export function sinceFirstDemand({ values, isKnown }: KnownPeriods): KnownPeriods {
  const first = Math.max(
    0,
    values.findIndex((value, i) => value > 0 && isKnown?.[i] !== false),
  );
  const demands = values.filter((value, i) => value > 0 && isKnown?.[i] !== false).length;
  const interval = Math.round((values.length - first + 1) / Math.max(1, demands));
  const start = Math.max(0, first - Math.min(LONGEST_WAIT, interval - 1));
  return { values: values.subarray(start), isKnown: isKnown?.slice(start) ?? null };
}

/** The values with the unknown ones as their neighbours and the season of their place have it. */
export function withSeasonBridged({ values, isKnown }: KnownPeriods, seasonLength: number): Float64Array {
  if (isKnown === null) return values;
  return bridged(values, isKnown, seasonalIndices(values, seasonLength, 'multiplicative'));
}

function bridged(values: Float64Array, isKnown: readonly boolean[], indices: Float64Array): Float64Array {
  const indexOf = (i: number): number => Math.max(0.01, at(indices, i % indices.length));
  return values.map((value, i) => {
    if (isKnown[i] === true) return value;
    const near = [...nearest(isKnown, i, -1), ...nearest(isKnown, i, 1)];
    const level = near.reduce((total, j) => total + at(values, j) / indexOf(j), 0) / Math.max(1, near.length);
    return level * indexOf(i);
  });
}

function nearest(isKnown: readonly boolean[], from: number, step: 1 | -1): number[] {
  const found: number[] = [];
  for (let i = from + step; i >= 0 && i < isKnown.length && found.length < NEIGHBOURS; i += step)
    if (isKnown[i] === true) found.push(i);
  return found;
}
