import { at } from './at.ts';
import { mean } from './sum.ts';

const TOLERANCE = 1e-7;

type Corner = { readonly point: readonly number[]; readonly value: number };

/**
 * Point of the smallest value of a function, by the simplex of Nelder and Mead with its usual steps (reflect 1, expand 2,
 * contract ½, shrink ½).
 * Source: Nelder and Mead, Computer Journal 7 (1965).
 */
export function nelderMead(
  value: (point: readonly number[]) => number,
  start: readonly number[],
  { step, evaluations }: { readonly step: number; readonly evaluations: number },
): readonly number[] {
  let left = evaluations;
  const corner = (point: readonly number[]): Corner => {
    left -= 1;
    return { point, value: value(point) };
  };
  const first = corner(start);
  let corners = sorted([
    first,
    ...start.map((_, i) => corner(start.map((x, j) => (i === j ? x + step : x)))),
  ]);
  while (left > 0) {
    const others = corners.slice(0, -1);
    const best = corners[0] ?? first;
    const worst = corners.at(-1) ?? first;
    if (worst.value - best.value < TOLERANCE) break;
    const centre = start.map((_, i) => mean(others.map(({ point }) => at(point, i))));
    const along = (share: number): Corner =>
      corner(centre.map((x, i) => x + share * (x - at(worst.point, i))));
    const second = others.at(-1)?.value ?? best.value;
    const next = improved(along, best.value, { second, worst: worst.value });
    corners = sorted(
      next === null
        ? [best, ...corners.slice(1).map(({ point }) => corner(middle(point, best.point)))]
        : [...others, next],
    );
  }
  return corners[0]?.point ?? start;
}

function sorted(corners: readonly Corner[]): readonly Corner[] {
  return corners.toSorted((one, other) => one.value - other.value);
}

function middle(one: readonly number[], other: readonly number[]): readonly number[] {
  return one.map((x, i) => (x + at(other, i)) / 2);
}

/** A corner better than the worst one on the line from it through the centre; null: none. */
function improved(
  along: (share: number) => Corner,
  best: number,
  { second, worst }: { readonly second: number; readonly worst: number },
): Corner | null {
  const reflected = along(1);
  if (reflected.value < best) {
    const expanded = along(2);
    return expanded.value < reflected.value ? expanded : reflected;
  }
  if (reflected.value < second) return reflected;
  const contracted = reflected.value < worst ? along(0.5) : along(-0.5);
  return contracted.value < Math.min(reflected.value, worst) ? contracted : null;
}
