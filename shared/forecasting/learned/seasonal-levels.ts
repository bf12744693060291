import { at } from '#shared/forecasting/at.ts';

/** What is expected so many periods after an origin, 1 the next. */
export type Ahead = (origin: number, ahead: number) => number;

/** Fixed constants: nothing is fitted to the series. */
type Constants = { readonly level: number; readonly trend: number; readonly season: number };

const DAMPING = 0.9;
const LOWEST_SHARE = 0.05;

/**
 * What exponential smoothing with a damped trend and a multiplicative season expects at every origin, by constants set
 * beforehand.
 * Source: Winters, "Forecasting sales by exponentially weighted moving averages", Management Science 6 (1960).
 */
export function seasonalLevels(values: Float64Array, m: number, constants: Constants): Ahead {
  const n = values.length;
  const levels = new Float64Array(n + 1);
  const trends = new Float64Array(n + 1);
  const seasons = new Float64Array(n).fill(1);
  levels[0] = at(values, 0);
  let floor = 0;
  for (let i = 0; i < n; i += 1) {
    const value = at(values, i);
    floor += (value - floor) / (i + 1);
    const season = i >= m ? at(seasons, i - m) : 1;
    const expected = at(levels, i) + DAMPING * at(trends, i);
    const share = i < m ? Math.max(constants.level, 1 / (i + 1)) : constants.level;
    const level = expected + share * (value / Math.max(season, LOWEST_SHARE) - expected);
    levels[i + 1] = Math.max(0, level);
    trends[i + 1] = i < m ? 0 : DAMPING * at(trends, i) + constants.trend * (at(levels, i + 1) - expected);
    const ratio = value / Math.max(at(levels, i + 1), LOWEST_SHARE * floor, 1e-100);
    const first = i < m ? 0.5 : constants.season;
    seasons[i] = season + first * (Math.min(10, ratio) - season);
  }
  return (origin, ahead) => {
    const trend = (at(trends, origin) * (DAMPING - DAMPING ** (ahead + 1))) / (1 - DAMPING);
    const place = origin + ahead - 1 - m * Math.ceil(ahead / m);
    return Math.max(0, at(levels, origin) + trend) * (place >= 0 ? at(seasons, place) : 1);
  };
}
