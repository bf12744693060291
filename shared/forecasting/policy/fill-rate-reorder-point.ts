import { fillRateAt, type ReplenishmentCycle } from './replenishment-cycle.ts';

const MOST_EVALUATIONS = 60;

/**
 * The lowest reorder point whose fill rate reaches the target when orders are `gap` above it, on a grid of whole units
 * (thousandths, or thousandths of the spread where that is more): the root of a falling function, kept in a bracket and
 * approached by false position on logarithms (Illinois rule, Dowell and Jarratt, BIT 11, 1971).
 */
export function fillRateReorderPoint(cycle: ReplenishmentCycle, gap: number, target: number): number {
  const { mean, standardDeviation } = cycle.leadTimeDemand;
  const step = Math.max(cycle.isFractional ? 0.001 : 1, Math.floor(standardDeviation / 1000));
  const excessAt = (steps: number): number => {
    const reorderPoint = steps * step;
    const short = 1 - fillRateAt(cycle, { reorderPoint, orderUpToLevel: reorderPoint + gap });
    return Math.log(Math.max(short, 1e-12) / (1 - target));
  };
  const atZero = excessAt(0);
  if (atZero <= 0) return 0;
  const start = Math.max(1, Math.ceil((mean + standardDeviation + cycle.meanPerDay) / step));
  return lowestNotAbove(excessAt, { atZero, start }) * step;
}

/** The least whole number at which a falling function that is above 0 at 0 is not above 0. */
function lowestNotAbove(
  excessAt: (steps: number) => number,
  { atZero, start }: { readonly atZero: number; readonly start: number },
): number {
  let low = 0;
  let above = atZero;
  let high = start;
  let below = excessAt(high);
  let evaluations = 1;
  for (; below > 0 && evaluations < MOST_EVALUATIONS / 2; evaluations += 1) {
    low = high;
    above = below;
    high *= 2;
    below = excessAt(high);
  }
  for (; high - low > 1 && evaluations < MOST_EVALUATIONS; evaluations += 1) {
    const guess = Math.round(low + ((high - low) * above) / (above - below));
    const next = Math.min(high - 1, Math.max(low + 1, guess));
    const excess = excessAt(next);
    if (excess > 0) {
      low = next;
      above = excess;
      // An end that stays counts half, or the other end creeps.
      below /= 2;
    } else {
      high = next;
      below = excess;
      above /= 2;
    }
  }
  return high;
}
