/** Errors of the methods of a contest, by kind of demand. */
import { mean } from '#shared/forecasting/sum.ts';
import { seasonalChange } from '#test/bench/forecasting/point-scores.ts';
import { naive2 } from '#test/bench/forecasting/reference-methods.ts';

import type { Entry } from './competitors.ts';
import type { Cut, DemandKind } from './cuts.ts';

/** A method on the series of one kind. */
export type ContestRow = {
  readonly kind: DemandKind;
  readonly method: string;
  readonly count: number;
  readonly owa: number;
  readonly rmsse: number;
  readonly bias: number;
  readonly cpuMs: number;
};

type Errors = { smape: number; mase: number; rmsse: number; bias: number };

/** The rows of all methods for each kind among the cuts. */
export function contestRows(cuts: readonly Cut[], entries: readonly Entry[]): readonly ContestRow[] {
  const base = cuts.map(({ series }) => naive2(series.train, series.test.length, series.seasonLength));
  const kinds = [...new Set(cuts.map(({ kind }) => kind))].toSorted();
  return kinds.flatMap((kind) => {
    const numbers = cuts.flatMap((cut, i) => (cut.kind === kind ? [i] : []));
    const errorsOf = (means: readonly Float64Array[]): Errors => meanErrors(cuts, means, numbers);
    const reference = errorsOf(base);
    return entries.map(({ name, means, cpuMs }) => {
      const { smape, mase, rmsse, bias } = errorsOf(means);
      const owa = (smape / reference.smape + mase / reference.mase) / 2;
      return { kind, method: name, count: numbers.length, owa, rmsse, bias, cpuMs: cpuMs / cuts.length };
    });
  });
}

function meanErrors(
  cuts: readonly Cut[],
  means: readonly Float64Array[],
  numbers: readonly number[],
): Errors {
  const all = numbers.flatMap((i) => {
    const [cut, expected] = [cuts[i], means[i]];
    return cut === undefined || expected === undefined ? [] : [errorsOf(cut, expected)];
  });
  const over = (measure: keyof Errors): number =>
    mean(all.map((errors) => errors[measure]).filter((value) => Number.isFinite(value)));
  return { smape: over('smape'), mase: over('mase'), rmsse: over('rmsse'), bias: over('bias') };
}

/** The measures of `point-scores.ts`. */
function errorsOf({ series: { train, test, seasonLength } }: Cut, means: Float64Array): Errors {
  const errors = test.map((actual, i) => (means[i] ?? 0) - actual);
  const first = train.findIndex((value) => value !== 0);
  const demand = train.subarray(Math.max(0, first));
  const steps = mean(demand.slice(1).map((value, i) => (value - (demand[i] ?? 0)) ** 2));
  const sizes = test.map((actual, i) => (actual + (means[i] ?? 0)) / 2);
  return {
    smape: mean(errors.map((error, i) => Math.abs(error) / ((sizes[i] ?? 0) || 1))),
    mase: mean(errors.map(Math.abs)) / seasonalChange(train, seasonLength),
    rmsse: Math.sqrt(mean(errors.map((error) => error ** 2)) / steps),
    bias: mean(errors) / mean(train),
  };
}
