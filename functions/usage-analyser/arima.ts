/**
 * ARIMA behind a port: the package computes synchronously, prints to standard output and may hang, so it runs in a
 * worker thread with a time limit, and whatever it answers is checked. Orders are fixed: its automatic choice of orders
 * answers 0 for a random walk and the mean for a trend.
 * Model: Box, Jenkins, "Time Series Analysis" (1970), chapter 9, the "airline model" (0,1,1)(0,1,1)s.
 */
import { ArimaThread, type ArimaAnswer, type ArimaTask } from './arima-worker.ts';

/** Demand of consecutive whole periods, oldest first, with what is known to move it. */
type ArimaInput = {
  readonly values: ArrayLike<number>;
  /** Periods after which demand may repeat itself; 1: none. Less than three known seasons count as none. */
  readonly seasonLength: number;
  readonly horizon: number;
  /** One column per regressor, as long as the values, say 1 on promoted days. */
  readonly regressors?: readonly ArrayLike<number>[];
  /** The same columns over the horizon; none: 0. */
  readonly futureRegressors?: readonly ArrayLike<number>[];
};

type ArimaForecast = { readonly means: Float64Array };

type PromotionHistory = {
  readonly values: ArrayLike<number>;
  /** 1 where the value was promoted, 0 elsewhere. */
  readonly promoted: ArrayLike<number>;
  readonly seasonLength: number;
};

export type ArimaPort = {
  /** Expected demand, never below 0; null where the model cannot tell or has run away. */
  readonly forecast: (input: ArimaInput) => Promise<ArimaForecast | null>;
  /**
   * Demand to expect of a promoted period ÷ that of the same period without promotion, by what promotions did; null where
   * it cannot be told.
   */
  readonly promotionLift: (history: PromotionHistory) => Promise<number | null>;
  readonly close: () => Promise<void>;
};

const MOST_VALUES = 5_000;
const FEWEST_VALUES = 12;
const SEASONS_NEEDED = 3;
const LONGEST_HORIZON = 1_000;
const RECENT_VALUES = 12;
const LIMIT_MS = 2_000;
const LOWEST_SHARE_OF_RECENT = 0.2;
const HIGHEST_SHARE_OF_RECENT = 5;
const FEWEST_PROMOTED = 4;
/** Two years of days: what promotions did before says little of the next. */
const LIFT_VALUES = 730;
/** The effect of few promotions is drawn towards none, as if there had been so many more without effect. */
const RUNS_DOUBTED = 3;
const LOWEST_LIFT = 0.2;
const HIGHEST_LIFT = 10;

/** Opens the port; the thread starts at the first forecast and again after it hung or died. */
export function openArima({ limitMs = LIMIT_MS }: { readonly limitMs?: number } = {}): ArimaPort {
  const thread = new ArimaThread(limitMs);
  return {
    forecast: async (input) => {
      const task = taskOf(input);
      if (task === null) return null;
      const [means] = (await thread.ask(task)) ?? [];
      return means === undefined ? null : checked(means, task);
    },
    promotionLift: async (history) => {
      const recent = recentOf(history);
      const task = liftTaskOf(recent);
      return task === null ? null : liftOf(await thread.ask(task), recent);
    },
    close: () => thread.close(),
  };
}

function taskOf({
  values,
  horizon,
  regressors = [],
  futureRegressors = [],
  ...input
}: ArimaInput): ArimaTask | null {
  const recent = lastOf(values);
  const isWhole = Number.isInteger(horizon) && horizon >= 1 && horizon <= LONGEST_HORIZON;
  if (!isWhole || recent.length < FEWEST_VALUES || !recent.every(Number.isFinite)) return null;
  if (Math.abs(meanOf(recent)) < Number.MIN_VALUE) return null;
  const seasonLength = seasonOf(recent.length, input.seasonLength);
  const known = regressors.map(lastOf);
  const future = known.map((_, i) => padded(futureRegressors[i] ?? [], horizon));
  if (known.some((column) => column.length !== recent.length || !column.every(Number.isFinite))) return null;
  // A column that differencing leaves without change, like one that is always 0, has no effect to be told.
  const usable = known.map((column) => isTellable(column, seasonLength));
  const kept = <T>(columns: readonly T[]): T[] => columns.filter((_, i) => usable[i] === true);
  return { values: recent, seasonLength, horizon, regressors: kept(known), futures: [kept(future)] };
}

function liftTaskOf({ values, promoted, seasonLength }: PromotionHistory): ArimaTask | null {
  const horizon = Math.max(1, Math.min(seasonLength, LONGEST_HORIZON));
  const task = taskOf({ values, seasonLength, horizon, regressors: [promoted] });
  const [column] = task?.regressors ?? [];
  if (task === null || column === undefined) return null;
  const count = column.filter((value) => value > 0).length;
  if (count < FEWEST_PROMOTED || column.length - count < FEWEST_PROMOTED) return null;
  return { ...task, futures: [[padded([], horizon)], [Array<number>(horizon).fill(1)]] };
}

/** 1 + believed share · fitted effect ÷ mean demand without promotion at the promoted places of the season. */
function liftOf(answer: ArimaAnswer, { values, promoted, seasonLength }: PromotionHistory): number | null {
  const [without, with1] = answer ?? [];
  if (without === undefined || with1 === undefined) return null;
  const effect = meanOf(with1) - meanOf(without);
  const known = lastOf(values);
  const marks = lastOf(promoted);
  const usual = (place: number): number => {
    const there = known.filter((_, i) => i % seasonLength === place && marks[i] === 0);
    return there.length > 0 ? meanOf(there) : meanOf(known.filter((_, i) => marks[i] === 0));
  };
  const ofPlace = Array.from({ length: seasonLength }, (_, place) => usual(place));
  const base = meanOf(marks.flatMap((mark, i) => (mark > 0 ? [ofPlace[i % seasonLength] ?? 0] : [])));
  const runs = marks.filter((mark, i) => mark > 0 && !((marks[i - 1] ?? 0) > 0)).length;
  const lift = 1 + ((runs / (runs + RUNS_DOUBTED)) * effect) / base;
  return Number.isFinite(lift) ? Math.min(HIGHEST_LIFT, Math.max(LOWEST_LIFT, lift)) : null;
}

function recentOf({ values, promoted, seasonLength }: PromotionHistory): PromotionHistory {
  return {
    values: Array.from(values).slice(-LIFT_VALUES),
    promoted: Array.from(promoted).slice(0, values.length).slice(-LIFT_VALUES),
    seasonLength: Number.isInteger(seasonLength) && seasonLength > 1 ? seasonLength : 1,
  };
}

/** Forecasts that are numbers, near what was sold of late, and not below 0. */
function checked(means: readonly number[], { values, seasonLength }: ArimaTask): ArimaForecast | null {
  const level = meanOf(values.slice(-Math.max(RECENT_VALUES, seasonLength)));
  const share = meanOf(means) / level;
  const isNear = share >= LOWEST_SHARE_OF_RECENT && share <= HIGHEST_SHARE_OF_RECENT;
  if (!isNear || !means.every(Number.isFinite)) return null;
  return { means: Float64Array.from(means, (value) => Math.max(0, value)) };
}

function seasonOf(count: number, seasonLength: number): number {
  const isKnown = Number.isInteger(seasonLength) && seasonLength > 1;
  return isKnown && count > SEASONS_NEEDED * seasonLength ? seasonLength : 1;
}

function isTellable(column: readonly number[], seasonLength: number): boolean {
  const change = (i: number): number => (column[i] ?? 0) - (column[i - 1] ?? 0);
  const isChanging = (i: number): boolean =>
    Math.abs(change(i) - (seasonLength > 1 ? change(i - seasonLength) : 0)) > 1e-9;
  const first = seasonLength > 1 ? seasonLength + 1 : 1;
  return column.some((_, i) => i >= first && isChanging(i));
}

function lastOf(values: ArrayLike<number>): number[] {
  return Array.from(values).slice(-MOST_VALUES);
}

function padded(values: ArrayLike<number>, length: number): number[] {
  return Array.from({ length }, (_, i) => values[i] ?? 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
}
