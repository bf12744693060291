import type { ForecastRow, ItemKey } from '#shared/contracts/workflows/nightly-forecast.ts';

import { at } from './at.ts';
import { dayNumber, dayOf } from './day-number.ts';
import { distributionOf } from './distribution-of.ts';
import type { DemandDistribution, Forecast, ForecastAccuracy, HistoryExclusions } from './item-forecast.ts';

type Calendar = Forecast['calendar'];

const EVEN_WEEK: readonly number[] = [1, 1, 1, 1, 1, 1, 1];
const MOST_OUTLIERS = 5;

/** The forecast as a row of figures without names, to five digits, for a workflow's state; of the outliers five. */
export function compactForecast({ productId, locationId }: ItemKey, forecast: Forecast): ForecastRow {
  const { accuracy, variance, seasonality, leadTimeDemand, protectionDemand } = forecast;
  return [
    productId,
    locationId,
    forecast.demandPattern,
    forecast.method,
    forecast.grain,
    [
      forecast.meanPerDay,
      forecast.baselinePerDay,
      forecast.trendPerDay,
      forecast.standardDeviationPerDay,
      variance.perDay,
      variance.ofLevel,
      forecast.coefficientOfVariation,
      forecast.demandLastYear,
      seasonality.week,
      seasonality.year,
      leadTimeDemand.mean,
      leadTimeDemand.standardDeviation,
      protectionDemand.mean,
      protectionDemand.standardDeviation,
      leadTimeDemand.isCount ? 1 : 0,
      forecast.historyDays,
    ].map(short),
    forecast.likeShare === null ? null : short(forecast.likeShare),
    forecast.weekdayFactors.every((factor) => factor === 1) ? null : forecast.weekdayFactors.map(short),
    forecast.yearFactors?.map(short) ?? null,
    forecast.calendar.map(({ from, to, factor, perDay }) => [
      dayNumber(from),
      to === null ? null : dayNumber(to),
      shortOrNull(factor),
      shortOrNull(perDay),
    ]),
    accuracy === null ? null : accuracyFigures(accuracy),
    forecast.contenders.map(({ method, wape }) => [method, shortOrNull(wape)]),
    exclusionFigures(forecast.exclusions),
    forecast.path === null ? null : [dayNumber(forecast.path.from), ...forecast.path.means.map(ofDay)],
  ];
}

/** The row with its names again; quantiles are computed anew from the moments. */
export function expandForecast(row: ForecastRow): ItemKey & { readonly forecast: Forecast } {
  const [productId, locationId, demandPattern, method, grain, figures, likeShare, ...rest] = row;
  const [weekdayFactors, yearFactors, calendar, accuracy, contenders, exclusions, path] = rest;
  const isCount = at(figures, 14) === 1;
  return {
    productId,
    locationId,
    forecast: {
      kind: 'forecast',
      demandPattern,
      method,
      grain,
      meanPerDay: at(figures, 0),
      baselinePerDay: at(figures, 1),
      trendPerDay: at(figures, 2),
      standardDeviationPerDay: at(figures, 3),
      weekdayFactors: weekdayFactors ?? EVEN_WEEK,
      yearFactors,
      calendar: calendarOf(calendar),
      path: path === null ? null : { from: dayOf(at(path, 0)), means: path.slice(1) },
      variance: { perDay: at(figures, 4), ofLevel: at(figures, 5) },
      coefficientOfVariation: at(figures, 6),
      demandLastYear: at(figures, 7),
      seasonality: { week: at(figures, 8), year: at(figures, 9) },
      leadTimeDemand: distributionOf({ mean: at(figures, 10), standardDeviation: at(figures, 11), isCount }),
      protectionDemand: distributionOf({
        mean: at(figures, 12),
        standardDeviation: at(figures, 13),
        isCount,
      }),
      accuracy: accuracy === null ? null : accuracyOf(accuracy),
      contenders: contenders.map(([name, wape]) => ({ method: name, wape })),
      exclusions: exclusionsOf(exclusions),
      likeShare,
      historyDays: at(figures, 15),
    },
  };
}

const NOTHING_EXCLUDED: HistoryExclusions = {
  daysWithoutStock: 0,
  demandEventDays: 0,
  excludedDays: 0,
  unfinishedDays: 0,
  outliers: [],
};

/**
 * The forecast as the database holds it, written by `expandForecast`; what rows of older runs lack is filled in: no
 * plans, no exclusions, the variance of independent days.
 */
export function readStoredForecast(json: unknown): Forecast {
  // Written by expandForecast alone, in this form or in the older one, which has but these members.
  const stored = json as Partial<Forecast> & OlderForecast;
  const { meanPerDay, demandPattern, method, standardDeviationPerDay } = stored;
  return {
    grain: 'day',
    baselinePerDay: meanPerDay,
    calendar: [],
    path: null,
    variance: { perDay: standardDeviationPerDay ** 2, ofLevel: 0 },
    coefficientOfVariation: 0,
    demandLastYear: meanPerDay * 365,
    contenders: [{ method, wape: stored.accuracy?.wape ?? null }],
    seasonality: { week: 0, year: 0 },
    exclusions: NOTHING_EXCLUDED,
    likeShare: null,
    ...stored,
    yearFactors: stored.yearFactors ?? null,
    leadTimeDemand: withKind(stored.leadTimeDemand, demandPattern),
    protectionDemand: withKind(stored.protectionDemand, demandPattern),
  };
}

type OlderForecast = Pick<
  Forecast,
  | 'kind'
  | 'demandPattern'
  | 'method'
  | 'meanPerDay'
  | 'trendPerDay'
  | 'standardDeviationPerDay'
  | 'weekdayFactors'
  | 'leadTimeDemand'
  | 'protectionDemand'
  | 'accuracy'
  | 'historyDays'
>;

/** Older rows do not say whether they are of counts; their p99 does. */
function withKind(demand: DemandDistribution, demandPattern: string): DemandDistribution {
  const isSeldom = demandPattern === 'intermittent' || demandPattern === 'lumpy';
  return { ...demand, isCount: demand.isCount ?? (isSeldom && Number.isInteger(demand.p99)) };
}

function calendarOf(entries: ForecastRow[9]): Calendar {
  return entries.map(([from, to, factor, perDay]) => ({
    from: dayOf(from),
    to: to === null ? null : dayOf(to),
    factor,
    perDay,
  }));
}

function accuracyFigures({ wape, bias, mase, coverage80, days }: ForecastAccuracy): (number | null)[] {
  return [wape, bias, mase, coverage80, days].map(shortOrNull);
}

function accuracyOf([wape = null, bias = null, mase = null, coverage80, days]: readonly (
  | number
  | null
)[]): ForecastAccuracy {
  return { wape, bias, mase, coverage80: coverage80 ?? 0, days: days ?? 0 };
}

/** The four counts, then day, quantity and what it was taken as of each of the largest outliers. */
function exclusionFigures(exclusions: HistoryExclusions): number[] {
  const { daysWithoutStock, demandEventDays, excludedDays, unfinishedDays, outliers } = exclusions;
  const largest = outliers.toSorted((one, other) => other.quantity - one.quantity).slice(0, MOST_OUTLIERS);
  const inOrder = largest.toSorted((one, other) => dayNumber(one.day) - dayNumber(other.day));
  return [
    daysWithoutStock,
    demandEventDays,
    excludedDays,
    unfinishedDays,
    ...inOrder.flatMap(({ day, quantity, takenAs }) => [dayNumber(day), short(quantity), short(takenAs)]),
  ];
}

function exclusionsOf(figures: readonly number[]): HistoryExclusions {
  const outliers = Array.from({ length: Math.floor((figures.length - 4) / 3) }, (_, i) => ({
    day: dayOf(at(figures, 4 + 3 * i)),
    quantity: at(figures, 5 + 3 * i),
    takenAs: at(figures, 6 + 3 * i),
  }));
  return {
    daysWithoutStock: at(figures, 0),
    demandEventDays: at(figures, 1),
    excludedDays: at(figures, 2),
    unfinishedDays: at(figures, 3),
    outliers,
  };
}

function shortOrNull(figure: number | null): number | null {
  return figure === null ? null : short(figure);
}

/** Four digits are enough for the mean of a single day. */
function ofDay(mean: number): number {
  return Number(mean.toPrecision(4));
}

function short(figure: number): number {
  return Number(figure.toPrecision(5));
}
