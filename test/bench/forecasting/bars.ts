/**
 * What the forecasts must reach and what they aim at, mostly as ratios to reference methods run beside them. A set takes
 * the bars of its kind, whatever its name; only M3, whose published scores are known, has bars of its own.
 */
import { mean } from '#shared/forecasting/sum.ts';

import { PRODUCT } from './point-scores.ts';
import { LEVEL_REFERENCES } from './reference-methods.ts';
import type { SetResult } from './set-results.ts';

/** A figure with the bar it must not miss and the one it aims at. */
export type Bar = {
  readonly name: string;
  readonly value: number;
  readonly bar: number;
  readonly goal: number;
  readonly sense: '≤' | '≥';
  readonly pass: boolean;
  readonly reachesGoal: boolean;
};

/** The reference method of a set, the product's ratio to it, and how far the value is from its bar (1: on it). */
export type Comparison = { readonly reference: string; readonly ratio: number; readonly vsBar: number };

const ALL_REFERENCES = [...LEVEL_REFERENCES, 'snaive', 'theta'];
/** What a kind is compared by: the measure, the references of which the best counts, the must and the goal. */
const POINT_BARS = {
  regular: { measure: 'owa', references: ['theta'], bar: 1, goal: 0.97 },
  level: { measure: 'rmsse', references: LEVEL_REFERENCES, bar: 1.01, goal: 0.98 },
  weekly: { measure: 'rmsse', references: ALL_REFERENCES, bar: 1, goal: 0.95 },
  daily: { measure: 'rmsse', references: ALL_REFERENCES, bar: 0.98, goal: 0.93 },
} as const;

/** The product against the best of the references of its kind; null without a table of points. */
export function comparisonOf({ kind, points }: SetResult): Comparison | null {
  if (points === null) return null;
  const { measure, references, bar } = POINT_BARS[kind];
  const valueOf = (method: string): number => points.get(method)?.[measure] ?? Number.NaN;
  const reference = references.reduce((one, other) => (valueOf(other) < valueOf(one) ? other : one));
  const ratio = valueOf(PRODUCT) / valueOf(reference);
  return { reference, ratio, vsBar: ratio / bar };
}

/** All bars that the measured tables allow. */
export function barsOf(sets: readonly SetResult[]): readonly Bar[] {
  return [
    ...sets.flatMap(pointBars),
    ...sets.flatMap(intervalBars),
    ...stockBars(sets),
    ...seasonBars(sets),
    ...speedBars(sets),
  ];
}

function atMost(name: string, value: number, [bar, goal]: readonly [number, number]): Bar {
  return { name, value, bar, goal, sense: '≤', pass: value <= bar, reachesGoal: value <= goal };
}

function atLeast(name: string, value: number, [bar, goal]: readonly [number, number]): Bar {
  return { name, value, bar, goal, sense: '≥', pass: value >= bar, reachesGoal: value >= goal };
}

function isM3({ name }: SetResult): boolean {
  return /^m3\b/i.test(name);
}

function pointBars(set: SetResult): Bar[] {
  const product = set.points?.get(PRODUCT);
  const comparison = comparisonOf(set);
  if (product === undefined || comparison === null) return [];
  if (isM3(set)) return [atMost(`${set.name} OWA`, product.owa, [0.815, 0.795])];
  const { measure, bar, goal } = POINT_BARS[set.kind];
  const ratio = atMost(`${set.name} ${measure.toUpperCase()} ÷ ${comparison.reference}`, comparison.ratio, [
    bar,
    goal,
  ]);
  if (set.kind !== 'level') return [ratio];
  return [ratio, atMost(`${set.name} |scaled bias|`, Math.abs(product.bias), [0.08, 0.04])];
}

function intervalBars(set: SetResult): Bar[] {
  if (set.interval === null || !isM3(set)) return [];
  const { msis, coverage } = set.interval;
  return [
    atMost(`${set.name} MSIS95`, msis, [6.4, 6.1]),
    atMost(`${set.name} |coverage − .95|`, Math.abs(coverage - 0.95), [0.02, 0.02]),
  ];
}

/**
 * Ratios to z·σ·√ are of stocked goods: on regular months it knows neither trend nor season and would flatter the means.
 * Coverage is compared with no other method, so there every set counts.
 */
export function stockMeans(sets: readonly SetResult[]): {
  readonly pinball: number;
  readonly coverageGap: number;
  readonly onHand: number;
  readonly worst: number;
} | null {
  const all = sets.flatMap(({ kind, stock }) => (stock === null ? [] : [{ kind, ...stock }]));
  const found = all.filter(({ kind }) => kind !== 'regular');
  if (found.length === 0) return null;
  const onHand = found.map((one) => one.onHandAtEqualFill);
  return {
    pinball: Math.exp(mean(found.map(({ pinballRatio }) => Math.log(pinballRatio)))),
    coverageGap: mean(all.map(({ coverageAt95 }) => Math.abs(coverageAt95 - 0.95))),
    onHand: mean(onHand),
    worst: highest(onHand),
  };
}

function stockBars(sets: readonly SetResult[]): Bar[] {
  const means = stockMeans(sets);
  if (means === null) return [];
  return [
    atMost('pinball ÷ z·σ·√, geometric mean', means.pinball, [0.88, 0.82]),
    atMost('|coverage − .95| of the order-up-to level, mean', means.coverageGap, [0.03, 0.015]),
    atMost('stock at equal fill ÷ z·σ·√, worst set', means.worst, [1.02, 1.02]),
    atMost('stock at equal fill ÷ z·σ·√, mean', means.onHand, [0.96, 0.93]),
  ];
}

function seasonBars(sets: readonly SetResult[]): Bar[] {
  const tested = sets.flatMap(({ name, kind, season }) => (season === null ? [] : [{ name, kind, season }]));
  if (tested.length === 0) return [];
  return [
    ...tested
      .filter(({ kind }) => kind === 'daily')
      .map(({ name, season }) => atLeast(`${name} season found`, season.found, [0.95, 0.98])),
    atMost(
      'season in shuffled series, worst set',
      highest(tested.map(({ season }) => season.falseAlarm)),
      [0.1, 0.05],
    ),
  ];
}

function speedBars(sets: readonly SetResult[]): Bar[] {
  const timed = sets.flatMap(({ kind, seasonLength, speed }) =>
    speed === null ? [] : [{ kind, seasonLength, ...speed }],
  );
  if (timed.length === 0) return [];
  const monthly = timed.filter(({ seasonLength }) => seasonLength === 12).map(({ cpuMs }) => cpuMs);
  const daily = timed.filter(({ kind }) => kind === 'daily');
  return [
    ...(monthly.length === 0
      ? []
      : [atMost('CPU ms per monthly series, slowest set', highest(monthly), [5, 2])]),
    ...daily.flatMap(({ cpuMs, nightMinutes }) => [
      atMost('CPU ms per daily series', cpuMs, [25, 10]),
      atMost('minutes for 30,490 daily series on 2 cores', nightMinutes, [15, 5]),
    ]),
    atMost('peak memory per worker, MB', highest(timed.map(({ rssMb }) => rssMb)), [512, 512]),
  ];
}

function highest(values: readonly number[]): number {
  return values.reduce((one, other) => Math.max(one, other));
}
