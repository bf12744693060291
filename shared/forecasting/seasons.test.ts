import { expect, test } from 'vitest';
import { dailySeries, type DailySeries } from './daily-series.ts';
import { addDays, dayNumber, yearPosition } from './day-number.ts';
import { seasonOn } from './season-on.ts';
import { seededRandom } from './seeded-random.ts';
import { mean } from './sum.ts';
import { weekdayFactors } from './weekday-factors.ts';
import { yearFactors } from './year-factors.ts';

const everyDay = [1, 1, 1, 1, 1, 1, 1];

/** 2024-01-01 is a Monday. */
function seriesOf(days: number, demand: (day: number) => number): DailySeries {
  const rows = Array.from({ length: days }, (_, i) => ({
    day: addDays('2024-01-01', i),
    quantity: demand(i),
  }));
  return dailySeries(rows, '2030-01-01');
}

test('weekday factors have mean 1 and show the strong and the closed day', () => {
  const random = seededRandom('week');
  const shape = [1, 1, 1, 1, 2, 1, 0];
  const factors = weekdayFactors(seriesOf(364, (i) => (shape[i % 7] ?? 0) * (8 + 4 * random())));
  expect(mean(factors)).toBeCloseTo(1, 9);
  expect(factors[4]).toBeCloseTo(2, 1);
  expect(factors[6]).toBe(0);
});

test('weekdays are found although promotions of eight times the demand come and go', () => {
  const random = seededRandom('promotions');
  const shape = [0.8, 0.8, 1, 1, 1.2, 1.4, 0.8];
  const factors = weekdayFactors(
    seriesOf(1000, (i) => (i % 59 < 3 ? 8 : 1) * (shape[i % 7] ?? 0) * (10 + 20 * random())),
  );
  expect(factors[5]).toBeGreaterThan(1);
  expect(factors[0]).toBeLessThan(1);
});

test('demand without weekdays is called weekly in at most 5 of 100 series', () => {
  let found = 0;
  for (let k = 0; k < 100; k += 1) {
    const random = seededRandom(`flat ${k}`);
    const factors = weekdayFactors(seriesOf(364, () => Math.floor(random() * 20)));
    if (factors.some((factor) => factor !== 1)) found += 1;
  }
  expect(found).toBeLessThanOrEqual(5);
});

test('two years that agree on a summer peak give month factors with mean 1', () => {
  const random = seededRandom('year');
  const demand = (i: number): number => {
    const season = 1 + 0.4 * Math.sin(((yearPosition(dayNumber('2024-01-01') + i) - 3) / 12) * 2 * Math.PI);
    return season * (16 + 8 * random());
  };
  const factors = yearFactors(seriesOf(731, demand), everyDay);
  expect(mean(factors ?? [])).toBeCloseTo(1, 9);
  expect(factors?.[6]).toBeGreaterThan(1.25);
  expect(factors?.[0]).toBeLessThan(0.8);
});

test('a year has no season below two years of history, nor where the years do not agree', () => {
  const random = seededRandom('noise');
  expect(
    yearFactors(
      seriesOf(700, () => random()),
      everyDay,
    ),
  ).toBeNull();
  let found = 0;
  for (let k = 0; k < 60; k += 1)
    if (
      yearFactors(
        seriesOf(731, () => random()),
        everyDay,
      ) !== null
    )
      found += 1;
  expect(found).toBeLessThanOrEqual(6);
});

test('the season between two mid-months lies between their factors', () => {
  const factors = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.5];
  const mid = seasonOn(dayNumber('2026-01-31'), factors);
  expect(mid).toBeGreaterThan(1.3);
  expect(mid).toBeLessThan(1.7);
  expect(seasonOn(dayNumber('2026-01-31'), null)).toBe(1);
});
