import { at } from './at.ts';
import { dynamicTheta } from './dynamic-theta.ts';
import type { Expectation } from './expectation.ts';
import { exponentialSmoothing } from './exponential-smoothing.ts';
import { seasonalIndices } from './seasonal-indices.ts';
import { SEASONS_FOR_TREND } from './seasonal-test.ts';
import type { Combination } from './series/combination.ts';
import { withLastSeason } from './series/last-season.ts';
import { shrunkIndices } from './shrunk-indices.ts';
import { slowMean } from './slow-mean.ts';
import { mean } from './sum.ts';

/** Of the season before: a season too weak to be found. */
const LAST_SEASON_SHARE = 0.1;
/** A method that runs away is no method. */
const LARGEST_GROWTH = 3;

/** A series whose demand comes every period. */
type Regular = {
  readonly values: Float64Array;
  readonly seasonLength: number;
  readonly isSeasonal: boolean;
  /** What other models expect after the last value, period by period. */
  readonly others: readonly Float64Array[];
};

/**
 * Demand that comes every period: the mean of the dynamic Theta model (on logarithms where all values are positive, the
 * season divided out by shrunk indices), of exponential smoothing and of other models if given, with a tenth of last
 * season's value; where less than three seasons are known, a share of 1 − (seasons ÷ 3)⁴ is the slow mean instead, and the
 * share of last season's value is learned. A fixed mean of unlike methods beats choosing the best by a backtest.
 * Source: Makridakis, Spiliotis, Assimakopoulos, "The M4 Competition", IJF 36 (2020), finding 1.
 */
export function regularMean({ values, seasonLength, isSeasonal, others }: Regular): Combination {
  const smoothing = exponentialSmoothing(values, isSeasonal ? seasonLength : 1);
  const theta = seasonedTheta(values, isSeasonal ? seasonLength : 1);
  const level = slowMean(values).expect;
  const slowShare = Math.max(0, 1 - (values.length / (SEASONS_FOR_TREND * seasonLength)) ** 4);
  const highest = LARGEST_GROWTH * values.reduce((one, other) => Math.max(one, other), 0);
  const plain: Expectation = (origin, horizon) => {
    const models = [theta(origin, horizon), smoothing(origin, horizon)];
    if (origin === values.length) models.push(...others);
    return level(origin, horizon).map((slowly, i) => {
      const modelled = mean(models.map((each) => Math.min(highest, Math.max(0, at(each, i)))));
      return (1 - slowShare) * modelled + slowShare * slowly;
    });
  };
  const last = lastSeason(values, seasonLength);
  const members = [
    { method: 'dynamic-theta', expect: theta },
    { method: 'exponential-smoothing', expect: smoothing },
  ];
  return slowShare > 0
    ? {
        expect: withLastSeason({ values, seasonLength, plain, level }),
        members: [...members, { method: 'slow-mean', expect: level }],
      }
    : {
        expect: seasonLength < 2 ? plain : mixed(plain, last),
        members: [...members, { method: 'last-season', expect: last }],
      };
}

function mixed(plain: Expectation, last: Expectation): Expectation {
  return (origin, horizon) => {
    const repeated = last(origin, horizon);
    return plain(origin, horizon).map(
      (value, i) => (1 - LAST_SEASON_SHARE) * value + LAST_SEASON_SHARE * at(repeated, i),
    );
  };
}

/** The value of the season before, or the last one where there is none. */
function lastSeason(values: Float64Array, seasonLength: number): Expectation {
  return (origin, horizon) => {
    const m = origin >= seasonLength ? seasonLength : 1;
    return Float64Array.from({ length: horizon }, (_, i) => at(values, origin - m + (i % m)));
  };
}

/** The Theta model of the series without its season, with the season back in what it expects. */
function seasonedTheta(values: Float64Array, seasonLength: number): Expectation {
  const indices =
    seasonLength < 2
      ? new Float64Array([1])
      : shrunkIndices(values, seasonalIndices(values, seasonLength, 'multiplicative'));
  const isPositive = values.every((value) => value > 0) && indices.every((index) => index > 0);
  const free = values.map((value, i) => {
    const ratio = value / Math.max(at(indices, i % seasonLength), 0.01);
    return isPositive ? Math.log(ratio) : ratio;
  });
  const expect = dynamicTheta(free);
  return (origin, horizon) =>
    expect(origin, horizon).map(
      (value, i) => (isPositive ? Math.exp(value) : value) * at(indices, (origin + i) % seasonLength),
    );
}
