import { at } from '#shared/forecasting/at.ts';

import type { KnownDemand } from './known-demand.ts';

/** What all series have in common. */
export type Pool = {
  readonly seasonLength: number;
  /** Whether any of them was ever promoted. */
  readonly hasPromotions: boolean;
  /** Mean over the series of their scaled demand, the last entry that of the last known period. */
  readonly together: Float64Array;
};

/** A point of time to forecast from, and how many periods ahead to look, 1 the next. */
export type Place = { readonly origin: number; readonly ahead: number };

/** Level and scale of a series at an origin: what features and targets are measured by. */
export type Measure = { readonly level: number; readonly scale: number };

const LEVEL_PERIODS = 12;
const DAY_SEASON = 7;
const DAYS_IN_YEAR = 364;
const SEASONS_BACK = 4;
/** A lift of few promotions is drawn towards none, as if there had been so many more without effect. */
const PROMOTIONS_DOUBTED = 3;

/** Level: mean of two smoothings and of the last periods; scale: the root mean square of the steps so far. */
export function measureAt(known: KnownDemand, origin: number, seasonLength: number): Measure {
  const recent = meanOver(known.sums, origin - levelPeriods(seasonLength), origin);
  const level = (at(known.quick, origin) + at(known.slow, origin) + recent) / 3;
  return { level, scale: at(known.steps, origin) };
}

/** Writes the features of a place; none of them depends on the unit of the values, nor on what came after the origin. */
export function featuresAt(known: KnownDemand, pool: Pool, place: Place): number[] {
  const { origin, ahead } = place;
  const m = pool.seasonLength;
  const { level, scale } = measureAt(known, origin, m);
  const over = (periods: number): number => (meanOver(known.sums, origin - periods, origin) - level) / scale;
  const before = (lag: number): number =>
    origin >= lag ? (at(known.values, origin - lag) - level) / scale : 0;
  return [
    ahead,
    Math.log(origin),
    level / scale,
    before(1),
    before(2),
    before(3),
    over(3),
    over(6),
    over(12),
    over(2 * m),
    over(4 * m),
    over(origin),
    (at(known.slow, origin) - level) / scale,
    (meanOver(known.sums, origin - 6, origin) - meanOver(known.sums, origin - 12, origin - 6)) / scale,
    origin > m ? over(m) - (meanOver(known.sums, origin - 2 * m, origin - m) - level) / scale : 0,
    at(known.demands, origin) / origin,
    (at(known.demands, origin) - at(known.demands, Math.max(0, origin - LEVEL_PERIODS))) / LEVEL_PERIODS,
    variationOf(known, origin),
    Math.min(24, at(known.idle, origin)),
    ...known.bases.map((expect) => (expect(origin, ahead) - level) / scale),
    ...seasonFeatures(known, pool, place),
    ...promotionFeatures(known, pool, place),
  ];
}

/** What came at the same place of earlier seasons, of the series and of all, and where in the season that is. */
function seasonFeatures(
  known: KnownDemand,
  { seasonLength: m, together }: Pool,
  { origin, ahead }: Place,
): number[] {
  if (m < 2) return [];
  const { level, scale } = measureAt(known, origin, m);
  const target = origin + ahead - 1;
  const last = target - m * Math.ceil((target - origin + 1) / m);
  const ofSeason = (back: number): number => {
    const i = last - back * m;
    return i < 0 ? Number.NaN : at(known.values, i) - around(known.sums, i, { m, origin });
  };
  const effects = Array.from({ length: SEASONS_BACK }, (_, back) => ofSeason(back)).filter(
    (effect) => !Number.isNaN(effect),
  );
  const shift = together.length - known.values.length;
  const angle = (2 * Math.PI * ((target - known.values.length) % m)) / m;
  return [
    last >= 0 ? (at(known.values, last) - level) / scale : 0,
    (effects[0] ?? 0) / scale,
    effects.reduce((total, effect) => total + effect, 0) / (Math.max(1, effects.length) * scale),
    effects.length,
    commonEffect(together, { place: last + shift, m, origin: origin + shift }),
    mean(together, origin + shift - 3, origin + shift) - mean(together, origin + shift - 12, origin + shift),
    Math.sin(angle),
    Math.cos(angle),
    ...(m === DAY_SEASON ? yearFeatures(known, { origin, ahead }, { level, scale }) : []),
  ];
}

/** Daily demand has a season of the year too. */
function yearFeatures(known: KnownDemand, { origin, ahead }: Place, { level, scale }: Measure): number[] {
  const target = origin + ahead - 1;
  const angle = (2 * Math.PI * (target - known.values.length)) / (DAYS_IN_YEAR + 1.25);
  const then = target - DAYS_IN_YEAR;
  const year =
    then < 21
      ? 0
      : meanOver(known.sums, then - 7, then + 8) -
        meanOver(known.sums, origin - DAYS_IN_YEAR - 28, origin - DAYS_IN_YEAR);
  const month = (meanOver(known.sums, origin - 28, origin) - level) / scale;
  return [Math.sin(angle), Math.cos(angle), year / scale, month];
}

function promotionFeatures(
  known: KnownDemand,
  { seasonLength, hasPromotions }: Pool,
  { origin, ahead }: Place,
): number[] {
  if (!hasPromotions) return [];
  const { level, scale } = measureAt(known, origin, seasonLength);
  const isPromoted = at(known.promoted, origin + ahead - 1);
  const count = at(known.promotions, origin);
  const usual = (at(known.sums, origin) - at(known.promotedSums, origin)) / Math.max(1, origin - count);
  const lift = count === 0 ? 0 : at(known.promotedSums, origin) / count - usual;
  const believed = (lift * count) / (count + PROMOTIONS_DOUBTED);
  const start = Math.max(0, origin - 28);
  const promoted = at(known.promotions, origin) - at(known.promotions, start);
  const unpromoted =
    at(known.sums, origin) -
    at(known.sums, start) -
    (at(known.promotedSums, origin) - at(known.promotedSums, start));
  return [
    isPromoted,
    (isPromoted * believed) / scale,
    believed / scale,
    promoted / Math.max(1, origin - start),
    (unpromoted / Math.max(1, origin - start - promoted) - level) / scale,
    at(known.promoted, origin - 1),
    // Whoever bought in a promotion that just ended has still enough.
    at(known.promoted, origin + ahead - 2),
  ];
}

function levelPeriods(seasonLength: number): number {
  return seasonLength === DAY_SEASON ? 4 * DAY_SEASON : LEVEL_PERIODS;
}

/** Squared coefficient of variation. */
function variationOf({ sums, squares }: KnownDemand, origin: number): number {
  const level = at(sums, origin) / origin;
  return level > 0 ? Math.min(20, at(squares, origin) / origin / level ** 2 - 1) : 0;
}

function meanOver(sums: Float64Array, from: number, to: number): number {
  const first = Math.max(0, from);
  const last = Math.max(first, to);
  return last > first ? (at(sums, last) - at(sums, first)) / (last - first) : at(sums, last);
}

/** Mean of the season around a place, as far as it was known at the origin. */
function around(
  sums: Float64Array,
  place: number,
  { m, origin }: { readonly m: number; readonly origin: number },
): number {
  const to = Math.min(origin, place + Math.ceil(m / 2));
  return meanOver(sums, to - m, to);
}

function commonEffect(
  together: Float64Array,
  { place, m, origin }: { readonly place: number; readonly m: number; readonly origin: number },
): number {
  if (place < 0) return 0;
  const to = Math.min(origin, place + Math.ceil(m / 2));
  return at(together, place) - mean(together, to - m, to);
}

function mean(values: Float64Array, from: number, to: number): number {
  let total = 0;
  const first = Math.max(0, from);
  for (let i = first; i < to; i += 1) total += at(values, i);
  return to > first ? total / (to - first) : 0;
}
