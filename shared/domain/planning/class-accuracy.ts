/** How right the forecasts of a class are: the errors of its items, each weighted by its demand. */
import type { AbcClass } from '#shared/contracts/events/planning-settings.ts';
import type { ClassAccuracy } from '#shared/contracts/events/planning.ts';

/** The backtest of an item; null where nothing could be compared. */
export type ItemAccuracy = {
  /** Null: not classified, and left out. */
  readonly abcClass: AbcClass | null;
  /** Units of the last year. */
  readonly demand: number;
  readonly wape: number | null;
  readonly bias: number | null;
  readonly mase: number | null;
  readonly coverage80: number | null;
};

/** Accuracy of each class that has items. */
export function classAccuracy(items: readonly ItemAccuracy[]): ClassAccuracy[] {
  return (['A', 'B', 'C'] as const).flatMap((abcClass) => {
    const own = items.filter((item) => item.abcClass === abcClass);
    if (own.length === 0) return [];
    return {
      abcClass,
      items: own.length,
      wape: weightedMean(own, 'wape'),
      bias: weightedMean(own, 'bias'),
      mase: weightedMean(own, 'mase'),
      coverage80: weightedMean(own, 'coverage80'),
    };
  });
}

type Measure = 'wape' | 'bias' | 'mase' | 'coverage80';

function weightedMean(items: readonly ItemAccuracy[], measure: Measure): number | null {
  let total = 0;
  let weights = 0;
  for (const item of items) {
    const figure = item[measure];
    if (figure === null || item.demand <= 0) continue;
    total += figure * item.demand;
    weights += item.demand;
  }
  return weights > 0 ? Math.round((total / weights) * 10_000) / 10_000 : null;
}
