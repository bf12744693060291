/** What a contest forecasts: each series cut at an origin, with what a forecast may know and what came then. */
import { forecastSeries } from '#shared/forecasting/forecast-series.ts';

import { DAY_SEASON, type DataSet, type Series } from '#test/bench/forecasting/datasets.ts';

/** A series as it was known at an origin. */
export type Cut = {
  /** Its `train` ends at the origin, its `test` is what followed. */
  readonly series: Series;
  /** 1 on promoted days, the test part included; null: nothing is known of promotions. */
  readonly promoted: Float64Array | null;
  readonly kind: DemandKind;
};

/** Kinds of demand for which a method may join. */
export type DemandKind =
  | 'months, seasonal'
  | 'months, no season'
  | 'months, seldom'
  | 'weeks, seasonal'
  | 'weeks, no season'
  | 'weeks, seldom'
  | 'days';

const FEWEST_KNOWN = 12;
/** As much as the product reads. */
const LONGEST_DAYS = 1_096;

/**
 * All series cut `back` test lengths before the end of the training part; 0: the test part itself. Series of which too
 * little is known then are left out.
 */
export function cutSet(
  { series }: DataSet,
  promotions: ReadonlyMap<string, Float64Array>,
  back: number,
): readonly Cut[] {
  return series.flatMap((one) => {
    const horizon = one.test.length;
    const all = Float64Array.of(...one.train, ...one.test);
    const origin = one.train.length - back * horizon;
    if (origin < FEWEST_KNOWN) return [];
    const start = one.seasonLength === DAY_SEASON ? Math.max(0, origin - LONGEST_DAYS) : 0;
    const train = all.subarray(start, origin);
    const test = all.subarray(origin, origin + horizon);
    const promoted = promotions.get(one.id)?.subarray(start, origin + horizon) ?? null;
    const cut = { ...one, train, test, firstDay: one.firstDay + start };
    return [{ series: cut, promoted, kind: kindOf(cut) }];
  });
}

function kindOf({ train, seasonLength }: Series): DemandKind {
  if (seasonLength === DAY_SEASON) return 'days';
  const periods = seasonLength >= 52 ? 'weeks' : 'months';
  const { demandPattern, isSeasonal } = forecastSeries({ values: train, seasonLength, horizon: 1 });
  if (demandPattern === 'intermittent' || demandPattern === 'lumpy') return `${periods}, seldom`;
  return isSeasonal ? `${periods}, seasonal` : `${periods}, no season`;
}
