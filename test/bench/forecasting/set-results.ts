/** The scores of a set, summed up into the figures of each table. */
import { quantile } from '#test/bench/measure.ts';
import { mean } from '#shared/forecasting/sum.ts';

import { DAY_SEASON, type DataSet } from './datasets.ts';
import { intervalRow, type IntervalRow } from './interval-scores.ts';
import { pointRows, type PointRow } from './point-scores.ts';
import type { SeriesScores } from './series-scores.ts';
import type { SpeedRow } from './speed.ts';
import { stockSummary, type StockSummary } from './stock-table.ts';

/** Kinds of demand data: each has reference methods and bars of its own. */
type SetKind = 'daily' | 'weekly' | 'level' | 'regular';

/** A set and all that was measured on it; null: not asked for, or not to be had. */
export type SetResult = {
  readonly name: string;
  readonly kind: SetKind;
  readonly count: number;
  readonly seasonLength: number;
  readonly failed: number;
  readonly cpuMs: number;
  readonly cpuMs95: number;
  readonly points: ReadonlyMap<string, PointRow> | null;
  readonly interval: IntervalRow | null;
  readonly stock: StockSummary | null;
  readonly season: { readonly found: number; readonly falseAlarm: number } | null;
  readonly speed: SpeedRow | null;
};

/** Sums up the scores of a set. */
export function setResult(
  { name, series }: DataSet,
  scores: readonly SeriesScores[],
  speed: SpeedRow | null,
): SetResult {
  const points = scores.map(({ point }) => point).filter((one) => one !== null);
  const seasons = scores.map(({ season }) => season).filter((one) => one !== null);
  const cpu = points.map(({ cpuMs }) => cpuMs);
  const seasonLength = series[0]?.seasonLength ?? 1;
  const share = (flags: readonly boolean[]): number => mean(flags.map(Number));
  return {
    name,
    seasonLength,
    kind: kindOf(seasonLength, share(scores.map(({ isLevel }) => isLevel))),
    count: series.length,
    failed: scores.filter(hasFailed).length,
    cpuMs: mean(cpu),
    cpuMs95: quantile(cpu, 0.95),
    points: points.length === 0 ? null : pointRows(points),
    interval: intervalRow(scores.map(({ interval }) => interval)),
    stock: stockSummary(scores.map(({ stock }) => stock)),
    season:
      seasons.length === 0
        ? null
        : {
            found: share(seasons.map(({ isFound }) => isFound)),
            falseAlarm: share(seasons.map(({ isFalseAlarm }) => isFalseAlarm)),
          },
    speed,
  };
}

function hasFailed({ point, interval, stock }: SeriesScores): boolean {
  return [point, interval, stock].some((scores) => scores?.hasFailed === true);
}

function kindOf(seasonLength: number, levelShare: number): SetKind {
  if (seasonLength === DAY_SEASON) return 'daily';
  if (seasonLength >= 52) return 'weekly';
  return levelShare > 0.5 ? 'level' : 'regular';
}
