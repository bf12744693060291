import { at } from './at.ts';
import type { DemandPattern } from './demand-pattern.ts';
import { demandQuantile } from './demand-quantile.ts';
import { patternOf } from './pattern-of.ts';
import { regularMean } from './regular-mean.ts';
import { rollingErrors, type Fitted } from './rolling-errors.ts';
import { isSeasonal, SEASONS_FOR_TREND } from './seasonal-test.ts';
import type { Combination } from './series/combination.ts';
import {
  knownPeriods,
  onlyKnown,
  sinceFirstDemand,
  withSeasonBridged,
  type KnownPeriods,
} from './series/known-periods.ts';
import { canLearnLastSeason } from './series/last-season.ts';
import { rollingContest, type Contender } from './series/rolling-contest.ts';
import { widerProbability } from './series/wider-probability.ts';
import { slowMean } from './slow-mean.ts';
import { mean, sum } from './sum.ts';

/** Demand of consecutive whole periods, oldest first; NaN is an unknown period, what is below 0 counts as no demand. */
type SeriesInput = {
  readonly values: ArrayLike<number>;
  /** Periods after which demand may repeat itself: 12 months, 52 weeks, 7 days; 1: none. */
  readonly seasonLength: number;
  /** Periods to forecast. */
  readonly horizon: number;
  /**
   * Means that other models forecast of the same periods; regular demand is the mean of them and of the models here. One
   * that has not exactly `horizon` finite values is left out.
   */
  readonly others?: readonly Float64Array[];
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
  /** The method used, then each that it combines, by their errors at earlier origins; at most four. */
  readonly contenders: readonly Contender[];
};

/** A mean below this has no inverse. */
const SMALLEST_SCALE = 1e-100;
const LONGEST_PERIODS = 364;
const MOST_SEASONS = 10;
/** A level of fixed constants is not fitted, and its error grows slowly. */
const LEVEL_ERRORS = { freedoms: 0, errorGrowth: 0.3 };
/** Levels, trends and smoothing constants of both models; indices of a season come on top. */
const MODEL_ERRORS = { freedoms: 5, errorGrowth: 0.5 };
/** Up to this mean per period, whole units are counted and may well be none. */
const LARGEST_COUNT_PER_PERIOD = 20;

/** Forecasts the demand of whole periods of any length: regular demand by a mean of models, seldom demand by a level. */
export function forecastSeries({ values, seasonLength, horizon, others = [] }: SeriesInput): SeriesForecast {
  const longest = Math.max(LONGEST_PERIODS, MOST_SEASONS * seasonLength);
  const recent = sinceFirstDemand(knownPeriods(Array.prototype.slice.call(values, -longest)));
  const known = onlyKnown(recent);
  const scale = mean(known);
  if (scale < SMALLEST_SCALE) return withoutDemand(horizon);
  const periods = { ...recent, values: recent.values.map((value) => value / scale) };
  const fit = fitSeries(periods, {
    seasonLength,
    others: others
      .filter((means) => means.length === horizon && means.every((value) => Number.isFinite(value)))
      .map((means) => means.map((value) => value / scale)),
  });
  const means = fit.expect(periods.values.length, horizon).map((value) => Math.max(0, value * scale));
  const errors = rollingErrors(periods, fit, horizon);
  const areWholeUnits = known.every((value) => Number.isInteger(value));
  const isCount = areWholeUnits && (fit.isSeldom || scale < LARGEST_COUNT_PER_PERIOD);
  const quantileOf = (mu: number, variance: number, probability: number): number =>
    demandQuantile(
      { mean: mu, standardDeviation: Math.sqrt(variance) * scale, isCount },
      widerProbability(probability, errors.degrees),
    );
  return {
    demandPattern: fit.demandPattern,
    method: fit.method,
    isSeasonal: fit.isSeasonal,
    means,
    quantile: (period, probability) =>
      quantileOf(at(means, period), at(errors.ofPeriod, period), probability),
    quantileOfSum: (count, probability) =>
      quantileOf(sum(means.subarray(0, count)), at(errors.ofSum, count - 1), probability),
    contenders: rollingContest(
      periods,
      [{ method: fit.method, expect: fit.expect }, ...fit.members],
      horizon,
    ),
  };
}

type SeriesFit = Fitted &
  Combination & {
    readonly demandPattern: DemandPattern;
    readonly method: string;
    readonly isSeasonal: boolean;
    readonly isSeldom: boolean;
  };

type FitContext = { readonly seasonLength: number; readonly others: readonly Float64Array[] };

function fitSeries(periods: KnownPeriods, { seasonLength, others }: FitContext): SeriesFit {
  const demandPattern = patternOf(onlyKnown(periods));
  const isSeldom = demandPattern === 'intermittent' || demandPattern === 'lumpy';
  if (isSeldom) {
    return {
      demandPattern,
      isSeldom,
      isSeasonal: false,
      method: 'slow-mean',
      ...slowMean(periods.values),
      ...LEVEL_ERRORS,
    };
  }
  const hasSeason = isSeasonal(periods.values, seasonLength);
  const values = hasSeason ? withSeasonBridged(periods, seasonLength) : periods.values;
  const isShort = values.length < SEASONS_FOR_TREND * seasonLength;
  const { freedoms, errorGrowth } = isShort ? LEVEL_ERRORS : MODEL_ERRORS;
  const learnsLastSeason = isShort && canLearnLastSeason(values.length, seasonLength);
  return {
    demandPattern,
    isSeldom,
    isSeasonal: hasSeason,
    method: isShort ? 'level-theta-smoothing' : `theta-smoothing${hasSeason ? '-season' : ''}`,
    ...regularMean({ values, seasonLength, isSeasonal: hasSeason, others }),
    freedoms: freedoms + (hasSeason ? seasonLength : 0) + (learnsLastSeason ? 1 : 0),
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
    contenders: [],
  };
}
