import { backtest, isCountOf } from '#shared/forecasting/backtest.ts';
import { fitDemand } from '#shared/forecasting/fit-demand.ts';
import { shapeOf } from '#shared/forecasting/shape-of.ts';

import type { ItemModel } from './item-model.ts';
import type { LearnableSeries } from './learnable-series.ts';
import { weeklyVariation } from './last-year.ts';
import { seasonStrength } from './season-strength.ts';

type DailyInput = {
  readonly asOf: string;
  /** Sums of about so many days are compared in the backtest. */
  readonly horizonDays: number;
  readonly demandLastYear: number;
};

/** The model of a history of days, its error corrected by half of what the backtest found. */
export function dailyModel(
  { series, exclusions }: LearnableSeries,
  { asOf, horizonDays, demandLastYear }: DailyInput,
): ItemModel {
  const fit = fitDemand(series);
  const tested = backtest(series, horizonDays);
  const correction = varianceFactorOf(tested?.varianceRatio ?? 1);
  return {
    demandPattern: fit.pattern,
    method: fit.method,
    grain: 'day',
    shape: shapeOf(fit, asOf),
    isCount: isCountOf(series, fit),
    standardDeviationPerDay: fit.standardDeviationPerDay,
    variance: {
      perDay: fit.variance.perDay * correction,
      ofLevel: fit.variance.ofLevel * correction,
    },
    accuracy: tested?.accuracy ?? null,
    contenders: [{ method: fit.method, wape: tested?.accuracy.wape ?? null }, ...(tested?.contenders ?? [])],
    seasonality: seasonStrength(fit),
    coefficientOfVariation: weeklyVariation(series),
    demandLastYear,
    exclusions,
    historyDays: series.values.length,
  };
}

/** Half formula, half backtest; a handful of origins may not move the variance by more than 4 either way. */
function varianceFactorOf(ratio: number): number {
  return (1 + Math.min(4, Math.max(0.25, ratio))) / 2;
}
