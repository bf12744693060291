import type { DemandDay } from './daily-series.ts';
import { dailyMeans, MEAN_WINDOW_DAYS } from './daily-means.ts';
import { demandCalendar, type DemandPlan } from './demand-calendar.ts';
import { demandOver } from './demand-over.ts';
import type { ItemModel } from './history/item-model.ts';
import { modelOfItem } from './history/model-of-item.ts';
import type { HistoryAdjustments } from './history/learnable-series.ts';
import type { ItemForecast } from './item-forecast.ts';
import { joinedPath } from './joined-path.ts';
import { mean } from './sum.ts';

/** What a forecast of one product is computed from. */
export type ForecastInput = {
  /**
   * Complete days only; days missing between the first and the last row had no demand. Whoever knows that nothing
   * was sold since the last row adds a row of 0 for the last complete day. Rows may be whole weeks or months too, each
   * on the first day of its period or, for months, on the last.
   */
  readonly history: readonly DemandDay[];
  /** First day of the forecast; its own demand is not read, because the day is not over. */
  readonly asOf: string;
  readonly leadTimeDays: { readonly mean: number; readonly standardDeviation: number };
  readonly reviewPeriodDays: number;
  readonly adjustments?: (HistoryAdjustments & DemandPlan) | undefined;
  /** A product whose history at a share is taken while this one has too little of its own. */
  readonly likeItem?: { readonly history: readonly DemandDay[]; readonly share: number } | null | undefined;
  /**
   * Means that other models forecast: for weekly and monthly histories of the 53 weeks or 13 months from the first
   * unfinished one on, for daily ones of the 28 days from `asOf` on, promotions inside; of any other length they are not
   * read.
   */
  readonly others?: readonly Float64Array[] | undefined;
};

/** Forecasts one product's demand, per day and over the lead time and the protection interval, with its error. */
export function forecastItem(input: ForecastInput): ItemForecast {
  const { asOf, leadTimeDays, reviewPeriodDays } = input;
  const found = modelOfItem(input);
  if (found.kind === 'not-enough-history') return found;
  const { shape, isCount, ...model } = found.model;
  const calendar = demandCalendar(input.adjustments ?? {}, asOf);
  const own = { ...shape, baselinePerDay: shape.meanPerDay, calendar };
  const path = found.likeShare === null && model.grain === 'day' ? joinedPath(own, input) : null;
  const planned = { ...own, path };
  const demand = { ...planned, meanPerDay: mean(dailyMeans(planned, asOf, MEAN_WINDOW_DAYS)) };
  const outlook = { ...demand, variance: model.variance, leadTimeDemand: { isCount } };
  const over = (days: number) =>
    demandOver(outlook, { asOf, days, leadTimeStandardDeviation: leadTimeDays.standardDeviation });
  return {
    kind: 'forecast',
    ...demand,
    ...model,
    ...(path === null ? {} : joinedNames(model)),
    leadTimeDemand: over(leadTimeDays.mean),
    protectionDemand: over(leadTimeDays.mean + reviewPeriodDays),
    likeShare: found.likeShare,
  };
}

/** No backtest tells the error of both models together. */
function joinedNames({ method, contenders }: Pick<ItemModel, 'method' | 'contenders'>) {
  const joined = `${method}-learned`;
  return { method: joined, contenders: [{ method: joined, wape: null }, ...contenders].slice(0, 4) };
}
