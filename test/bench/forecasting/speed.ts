/** CPU time of forecasts, and what a night of them would take. */
import { forecastItem } from '#shared/forecasting/forecast-item.ts';
import { forecastSeries } from '#shared/forecasting/forecast-series.ts';

import { median } from '#test/bench/measure.ts';
import { DAY_SEASON, type DataSet } from './datasets.ts';
import { itemInput } from './product-forecast.ts';

/**
 * A set's figures; `nightMinutes` are those of the size of M5 on two cores, `rssMb` the most memory that the process has
 * taken so far, by worker.
 */
export type SpeedRow = { readonly cpuMs: number; readonly nightMinutes: number; readonly rssMb: number };

const ROUNDS = 3;
const NIGHT_SERIES = 30_490;
const NIGHT_CORES = 2;

/**
 * Median over three rounds of the CPU time per series, that of the garbage collector included. What is learned from all
 * articles together is learned once, before: in the first round.
 */
export function speedOf({ series }: DataSet, workers: number): SpeedRow {
  const work = series.map((one) => {
    const { train, test, seasonLength } = one;
    if (seasonLength !== DAY_SEASON)
      return () => forecastSeries({ values: train, seasonLength, horizon: test.length });
    const input = itemInput(train, one);
    return () => forecastItem(one.taught?.(input) ?? input);
  });
  const cpuMs = median(
    Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage();
      for (const forecast of work) forecast();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000 / series.length;
    }),
  );
  return {
    cpuMs,
    nightMinutes: (NIGHT_SERIES * cpuMs) / NIGHT_CORES / 60_000,
    rssMb: process.resourceUsage().maxRSS / 1024 / Math.max(1, workers),
  };
}
