import { at } from './at.ts';
import type { DemandPattern } from './demand-pattern.ts';
import { demandQuantile } from './demand-quantile.ts';
import { patternOf } from './pattern-of.ts';
import { regularMean } from './regular-mean.ts';
import { rollingErrors, type Fitted } from './rolling-errors.ts';
import { isSeasonal, SEASONS_FOR_TREND } from './seasonal-test.ts';
import { slowMean } from './slow-mean.ts';
import { mean, sum } from './sum.ts';

/** Demand of consecutive whole periods, oldest first; what is no number or below 0 counts as no demand. */
type SeriesInput = {
  readonly values: ArrayLike<number>;
  /** Periods after which demand may repeat itself: 12 months, 52 weeks, 7 days; 1: none. */
  readonly seasonLength: number;
  /** Periods to forecast. */
  readonly horizon: number;
};

/** Forecast of the periods after the last value, in the unit of the values. */
type SeriesForecast = {
  readonly demandPattern: DemandPattern;
  readonly method: string;
  readonly isSeasonal: boolean;
  readonly means: Float64Array;
  /** Quantile of the demand of one period, 0 the first. */
  readonly quantile: (period: number, probability: number) => number;
  /** Quantile of the demand of the first so many periods together. */
  readonly quantileOfSum: (periods: number, probability: number) => number;
};

/** Squares of larger numbers, and of the inverse, have no value. */
const LARGEST_VALUE = 1e100;
const LONGEST_PERIODS = 364;
const MOST_SEASONS = 10;
/** A level of fixed constants is not fitted, and its error grows slowly. */
const LEVEL_ERRORS = { freedoms: 0, errorGrowth: 0.2 };
/** Levels, trends and smoothing constants of both models; indices of a season come on top. */
const MODEL_ERRORS = { freedoms: 5, errorGrowth: 0.5 };
/** Up to this mean per period, whole units are counted and may well be none. */
const LARGEST_COUNT_PER_PERIOD = 20;

/** Forecasts the demand of whole periods of any length: regular demand by a mean of models, seldom demand by a level. */
export function forecastSeries({ values, seasonLength, horizon }: SeriesInput): SeriesForecast {
  const all = Float64Array.from(values, (value) =>
    Number.isFinite(value) ? Math.min(LARGEST_VALUE, Math.max(0, value)) : 0,
  );
  const recent = all.subarray(-Math.max(LONGEST_PERIODS, MOST_SEASONS * seasonLength));
  const scale = mean(recent);
  const areWholeUnits = recent.every((value) => Number.isInteger(value));
  if (scale < 1 / LARGEST_VALUE) return withoutDemand(horizon);
  const scaled = recent.map((value) => value / scale);
  const fit = fitSeries(scaled, seasonLength);
  const n = scaled.length;
  const means = fit.expect(n, horizon).map((value) => Math.max(0, value * scale));
  const errors = rollingErrors(scaled, fit, horizon);
  const isCount = areWholeUnits && (fit.isSeldom || scale < LARGEST_COUNT_PER_PERIOD);
  const quantileOf = (mu: number, variance: number, probability: number): number =>
    demandQuantile({ mean: mu, standardDeviation: Math.sqrt(variance) * scale, isCount }, probability);
  return {
    demandPattern: fit.demandPattern,
    method: fit.method,
    isSeasonal: fit.isSeasonal,
    means,
    quantile: (period, probability) =>
      quantileOf(at(means, period), at(errors.ofPeriod, period), probability),
    quantileOfSum: (periods, probability) =>
      quantileOf(sum(means.subarray(0, periods)), at(errors.ofSum, periods - 1), probability),
  };
}

type SeriesFit = Fitted & {
  readonly demandPattern: DemandPattern;
  readonly method: string;
  readonly isSeasonal: boolean;
  readonly isSeldom: boolean;
};

function fitSeries(values: Float64Array, seasonLength: number): SeriesFit {
  const firstDemand = values.findIndex((value) => value > 0);
  const demandPattern = patternOf(values.subarray(firstDemand));
  const isSeldom = demandPattern === 'intermittent' || demandPattern === 'lumpy';
  if (isSeldom) {
    return {
      demandPattern,
      isSeldom,
      isSeasonal: false,
      method: 'slow-mean',
      expect: slowMean(values),
      ...LEVEL_ERRORS,
    };
  }
  const hasSeason = isSeasonal(values, seasonLength);
  const isShort = values.length < SEASONS_FOR_TREND * seasonLength;
  const { freedoms, errorGrowth } = isShort ? LEVEL_ERRORS : MODEL_ERRORS;
  return {
    demandPattern,
    isSeldom,
    isSeasonal: hasSeason,
    method: isShort ? 'level-theta-smoothing' : `theta-smoothing${hasSeason ? '-season' : ''}`,
    expect: regularMean(values, seasonLength, hasSeason),
    freedoms: freedoms + (hasSeason ? seasonLength : 0),
    errorGrowth,
  };
}

function withoutDemand(horizon: number): SeriesForecast {
  return {
    demandPattern: 'intermittent',
    method: 'no-demand',
    isSeasonal: false,
    means: new Float64Array(horizon),
    quantile: () => 0,
    quantileOfSum: () => 0,
  };
}
