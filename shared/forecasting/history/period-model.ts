import { forecastSeries } from '#shared/forecasting/forecast-series.ts';
import type { DemandPattern } from '#shared/forecasting/demand-pattern.ts';
import type { Contender, DemandVariance, HistoryExclusions } from '#shared/forecasting/item-forecast.ts';
import { mean, sum } from '#shared/forecasting/sum.ts';

import type { ItemModel } from './item-model.ts';
import { variationOf } from './last-year.ts';
import { periodBacktest } from './period-backtest.ts';
import { dailyFromPeriods, seasonedShape, trendedShape } from './period-shape.ts';
import { spreadOf } from './spread-of.ts';
import type { WholePeriods } from './whole-periods.ts';

/** Weeks or months to forecast, and what else bears on it. */
type PeriodInput = {
  readonly periods: WholePeriods;
  readonly exclusions: HistoryExclusions;
  readonly asOf: string;
  /** The sum of so many days has the variance of the forecast of the periods; others lie beside it. */
  readonly protectionDays: number;
  readonly demandLastYear: number;
  readonly others: readonly Float64Array[];
};

/** Up to this mean per period, whole units are counted and may well be none. */
const LARGEST_COUNT_PER_PERIOD = 20;
const DAYS = { week: 7, month: 365.25 / 12 };

/** The model of a history of whole weeks or months: `forecastSeries`, its means spread evenly over their days. */
export function periodModel(input: PeriodInput): ItemModel {
  const { periods, asOf, exclusions, demandLastYear, others } = input;
  const { grain, values, starts } = periods;
  const perYear = grain === 'week' ? 52 : 12;
  // One more than a year: the first one has begun.
  const series = { values, seasonLength: perYear, horizon: perYear + 1, others };
  const forecast = forecastSeries(series);
  const { demandPattern, method, isSeasonal } = forecast;
  const perDay = dailyFromPeriods(forecast.means, periods, asOf);
  const known = Array.from(knownOf(values));
  const variance = varianceOf(forecast, input);
  return {
    demandPattern,
    method,
    grain,
    shape: isSeasonal ? seasonedShape(perDay, asOf) : trendedShape(perDay),
    isCount: isCount(known, demandPattern),
    standardDeviationPerDay: Math.sqrt(variance.perDay),
    variance,
    accuracy: periodBacktest(series, DAYS[grain]),
    contenders: contendersOf(forecast),
    seasonality: { week: 0, year: isSeasonal ? seasonShare(values, perYear) : 0 },
    // The months of independent weeks are steadier than the weeks.
    coefficientOfVariation: variationOf(known.slice(-perYear)) * Math.sqrt(DAYS[grain] / DAYS.week),
    demandLastYear,
    exclusions,
    historyDays: (starts.at(-1) ?? 0) - (starts[0] ?? 0),
  };
}

type SeriesForecast = ReturnType<typeof forecastSeries>;

function isCount(known: readonly number[], demandPattern: DemandPattern): boolean {
  const isSeldom = demandPattern === 'intermittent' || demandPattern === 'lumpy';
  const areWhole = known.every((value) => Number.isInteger(value));
  return areWhole && (isSeldom || mean(known) < LARGEST_COUNT_PER_PERIOD);
}

function contendersOf({ method, contenders }: SeriesForecast): readonly Contender[] {
  if (contenders.length === 0) return [{ method, wape: null }];
  return contenders.map(({ method: name, error }) => ({
    method: name,
    wape: Number.isFinite(error) ? error : null,
  }));
}

/** The two parts of the variance that give that of one period and that of the periods of the protection interval. */
function varianceOf(forecast: SeriesForecast, { periods, protectionDays }: PeriodInput): DemandVariance {
  const days = DAYS[periods.grain];
  const ahead = Math.max(2, Math.min(forecast.means.length, Math.round(protectionDays / days)));
  const varianceOver = (count: number): number => {
    const level = sum(forecast.means.subarray(0, count));
    return spreadOf((probability) => forecast.quantileOfSum(count, probability), level);
  };
  const ofOne = varianceOver(1);
  const ofSum = varianceOver(ahead);
  const ofLevel = (ofSum - ahead * ofOne) / (ahead ** 2 - ahead);
  // Whichever part would be negative is left out, and the other has the variance of the sum.
  const level = Math.min(Math.max(0, ofLevel), ofSum / ahead ** 2);
  const noise = (ofSum - ahead ** 2 * level) / ahead;
  return { perDay: Math.max(0, noise) / days, ofLevel: level / days ** 2 };
}

/** Share of the variance around the mean of each year that repeats itself from year to year. */
function seasonShare(values: Float64Array, perYear: number): number {
  const last = values.subarray(values.length % perYear);
  const profile = Array.from({ length: perYear }, (_, place) =>
    mean(knownOf(last.filter((_value, i) => i % perYear === place))),
  );
  const level = mean(profile);
  const ofSeason = mean(profile.map((value) => (value - level) ** 2));
  const rest = mean(knownOf(last.map((value, i) => (value - (profile[i % perYear] ?? 0)) ** 2)));
  return ofSeason > 0 ? ofSeason / (ofSeason + rest) : 0;
}

function knownOf(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}
