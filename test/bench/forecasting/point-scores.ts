/** How far point forecasts of the test part lie from what came, by the measures of the M competitions. */
import { mean } from '#shared/forecasting/sum.ts';

import type { Series } from './datasets.ts';
import { productMeans } from './product-forecast.ts';
import { REFERENCES } from './reference-methods.ts';

/** Measures of one forecast; NaN where the training part gives no scale. */
type MethodScore = {
  readonly smape: number;
  readonly mase: number;
  /** As in M5: scaled by the one-step changes of the training part from its first demand on. */
  readonly rmsse: number;
  readonly bias: number;
};

/** Every method on one series. */
export type PointScores = {
  readonly byMethod: ReadonlyMap<string, MethodScore>;
  readonly hasFailed: boolean;
  /** Time of the product's forecast. */
  readonly cpuMs: number;
};

/** A row of the table of points. */
export type PointRow = MethodScore & { readonly owa: number };

/** The name of the product among the methods. */
export const PRODUCT = 'stock-mate';

/** Forecasts the test part by every method; where the product fails it counts as Naive2. */
export function scorePoint(series: Series): PointScores {
  const { train, test, seasonLength } = series;
  const byMethod = new Map<string, MethodScore>();
  for (const [name, reference] of Object.entries(REFERENCES))
    byMethod.set(name, scoreOf(series, reference(train, test.length, seasonLength)));
  const means = meansOrNull(series);
  const naive2 = byMethod.get('naive2');
  const score = means === null ? naive2 : scoreOf(series, means);
  if (score !== undefined) byMethod.set(PRODUCT, score);
  return { byMethod, hasFailed: means === null, cpuMs: millisecondsOf(series) };
}

function meansOrNull(series: Series): ArrayLike<number> | null {
  try {
    const means = productMeans(series.train, series, series.test.length);
    return Array.from(means).every(Number.isFinite) ? means : null;
  } catch {
    return null; // counted as failed and scored as Naive2 by the caller
  }
}

/** The least of three runs by the wall clock: the counters of CPU time tick too slowly for one series. */
function millisecondsOf(series: Series): number {
  return [0, 0, 0]
    .map(() => {
      const started = performance.now();
      meansOrNull(series);
      return performance.now() - started;
    })
    .reduce((one, other) => Math.min(one, other));
}

function scoreOf({ train, test, seasonLength }: Series, means: ArrayLike<number>): MethodScore {
  const errors = test.map((actual, i) => (means[i] ?? 0) - actual);
  const demand = train.subarray(
    Math.max(
      0,
      train.findIndex((value) => value !== 0),
    ),
  );
  const steps = mean(demand.slice(1).map((value, i) => (value - (demand[i] ?? 0)) ** 2));
  return {
    smape: 100 * mean(test.map((actual, i) => relativeError(actual, means[i] ?? 0))),
    mase: ratioOf(mean(errors.map(Math.abs)), seasonalChange(train, seasonLength)),
    rmsse: ratioOf(Math.sqrt(mean(errors.map((error) => error ** 2))), Math.sqrt(steps)),
    bias: ratioOf(mean(errors), mean(train)),
  };
}

function relativeError(actual: number, expected: number): number {
  const size = Math.abs(actual) + Math.abs(expected);
  return size === 0 ? 0 : (2 * Math.abs(expected - actual)) / size;
}

function ratioOf(error: number, scale: number): number {
  return scale > 0 ? error / scale : Number.NaN;
}

/** Mean absolute change over a season, the scale of MASE and MSIS. */
export function seasonalChange(train: Float64Array, seasonLength: number): number {
  const m = train.length > seasonLength ? seasonLength : 1;
  return mean(train.slice(m).map((value, i) => Math.abs(value - (train[i] ?? 0))));
}

/**
 * Means over the series of a set. The bias too is a mean over series, each scaled by its own mean demand: so it finds
 * 0.00 for SBA (0.1) on the auto parts and the order smoothing < TSB ≤ last twelve on the car parts, as published
 * figures have it; pooled over the set, the few best sellers alone would decide.
 */
export function pointRows(all: readonly PointScores[]): ReadonlyMap<string, PointRow> {
  const meanOf = (method: string, measure: keyof MethodScore): number =>
    mean(
      all
        .map(({ byMethod }) => byMethod.get(method)?.[measure] ?? Number.NaN)
        .filter((value) => !Number.isNaN(value)),
    );
  const rows = new Map<string, PointRow>();
  for (const method of [...Object.keys(REFERENCES), PRODUCT]) {
    const [smape, mase] = [meanOf(method, 'smape'), meanOf(method, 'mase')];
    const owa = (smape / meanOf('naive2', 'smape') + mase / meanOf('naive2', 'mase')) / 2;
    rows.set(method, { owa, smape, mase, rmsse: meanOf(method, 'rmsse'), bias: meanOf(method, 'bias') });
  }
  return rows;
}
