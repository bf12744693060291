import { expect, test } from 'vitest';

import type { DemandDay } from '#shared/forecasting/daily-series.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import { sum } from '#shared/forecasting/sum.ts';

import { learnableSeries } from './learnable-series.ts';

const firstDay = '2025-01-06';
const day = (i: number): string => addDays(firstDay, i);

function rowsOf(values: readonly number[]): readonly DemandDay[] {
  return values.map((quantity, i) => ({ day: day(i), quantity }));
}

/** About Poisson: sums of coins. */
function counts(days: number, seed: string, mean = 10): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: days }, () => {
    let total = 0;
    for (let k = 0; k < 10 * mean; k += 1) if (random() < 0.1) total += 1;
    return total;
  });
}

test('days that people or the stock take out are unknown, each is counted, and a day put back counts', () => {
  const values = counts(200, 'known');
  [60, 61, 62].forEach((i) => {
    values[i] = 0;
  });
  const { series, exclusions } = learnableSeries(rowsOf(values), day(200), {
    daysWithoutStock: [day(60), day(61), day(62), day(900)],
    excludedDays: [day(10), day(-5)],
    restoredDays: [day(62)],
    demandEvents: [{ name: 'fair', from: day(100), to: day(104), lift: 2 }],
  });
  const unknown = [...series.known.keys()].filter((i) => series.known[i] === 0);
  expect(unknown).toEqual([10, 60, 61, 100, 101, 102, 103, 104]);
  expect(exclusions).toMatchObject({ daysWithoutStock: 2, excludedDays: 1, demandEventDays: 5 });
});

test('what was sold on a day that ended without stock counts where it is more than was to be expected', () => {
  const values = counts(200, 'lower bound');
  values[50] = 18;
  values[51] = 3;
  const adjustments = { daysWithoutStock: [day(50), day(51)] };
  const { series, exclusions } = learnableSeries(rowsOf(values), day(200), adjustments);
  expect([series.known[50], series.known[51]]).toEqual([1, 0]);
  expect(exclusions.daysWithoutStock).toBe(1);
});

test('a demand event that fills the last weeks is divided by its lift, because nothing else is left', () => {
  const values = counts(200, 'long event').map((value, i) => (i >= 150 ? 3 * value : value));
  const event = { name: 'campaign', from: day(150), to: day(230), lift: 3 };
  const { series, exclusions } = learnableSeries(rowsOf(values), day(200), { demandEvents: [event] });
  expect(series.known[180]).toBe(1);
  expect(series.values[180]).toBeCloseTo((values[180] ?? 0) / 3, 9);
  expect(exclusions.demandEventDays).toBe(50);
});

test('a single day far above the others is capped and listed, unless a person put it back', () => {
  const values = counts(300, 'bulk');
  values[250] = 400;
  const { series, exclusions } = learnableSeries(rowsOf(values), day(300), {});
  expect(exclusions.outliers).toHaveLength(1);
  expect(exclusions.outliers[0]).toMatchObject({ day: day(250), quantity: 400 });
  expect(series.values[250]).toBeLessThan(40);
  expect(series.known[250]).toBe(1);
  const kept = learnableSeries(rowsOf(values), day(300), { restoredDays: [day(250)] });
  expect(kept.exclusions.outliers).toEqual([]);
  expect(kept.series.values[250]).toBe(400);
});

test('a week of high days is a change, not seven outliers', () => {
  const values = counts(300, 'promotion').map((value, i) => (i >= 200 && i < 207 ? value * 8 : value));
  expect(learnableSeries(rowsOf(values), day(300), {}).exclusions.outliers).toEqual([]);
});

test('an extreme order of what sells seldom is an outlier, a large one is not', () => {
  const random = seededRandom('seldom');
  const values = Array.from({ length: 600 }, () => (random() < 0.08 ? 1 + Math.floor(4 * random()) : 0));
  values[300] = 9;
  values[400] = 600;
  const { outliers } = learnableSeries(rowsOf(values), day(600), {}).exclusions;
  expect(outliers.map(({ quantity }) => quantity)).toEqual([600]);
});

test('clean demand of any pattern loses less than one day in two hundred', () => {
  const random = seededRandom('clean');
  const gaussian = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const patterns = {
    counts: () => counts(1, `c${random()}`)[0] ?? 0,
    even: () => 20 * random(),
    skewed: () => 10 * Math.exp(0.8 * gaussian()),
    seldom: () => (random() < 0.1 ? 1 + Math.floor(6 * random()) : 0),
    lumpy: () => (random() < 0.15 ? Math.ceil(5 * Math.exp(gaussian())) : 0),
  };
  const shareCapped = (draw: () => number): number => {
    const all = Array.from({ length: 10 }, () => Array.from({ length: 700 }, draw));
    const capped = all.map((values) => {
      const { series } = learnableSeries(rowsOf(values), day(700), {});
      return series.values.filter((value, i) => value !== values[i]).length;
    });
    return sum(capped) / 7_000;
  };
  const tooMany = Object.entries(patterns).filter(([, draw]) => shareCapped(draw) >= 0.005);
  expect(tooMany.map(([name]) => name)).toEqual([]);
});
