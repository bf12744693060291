import { expect, test } from 'vitest';

import { addDays } from '#shared/forecasting/day-number.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';

import { wholePeriods } from './whole-periods.ts';

/** A Monday. */
const monday = '2025-01-06';
const weeks = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ day: addDays(monday, 7 * i), quantity: i + 1 }));

test('rows a week apart are whole weeks, and the week that is not over is left out', () => {
  const found = wholePeriods(weeks(10), addDays(monday, 7 * 9 + 3));
  expect(found?.grain).toBe('week');
  expect([...(found?.values ?? [])]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('weeks without a row have no demand, as far as some row says that all is known', () => {
  const rows = weeks(12).filter((_, i) => i !== 4 && i < 10);
  const asOf = addDays(monday, 7 * 14);
  expect([...(wholePeriods(rows, asOf)?.values ?? [])]).toEqual([1, 2, 3, 4, 0, 6, 7, 8, 9, 10]);
  const complete = [...rows, { day: addDays(asOf, -1), quantity: 0 }];
  expect([...(wholePeriods(complete, asOf)?.values ?? [])]).toEqual([
    1, 2, 3, 4, 0, 6, 7, 8, 9, 10, 0, 0, 0, 0,
  ]);
});

test.each([
  ['the first', ['01', '01', '01', '01', '01', '01', '01', '01', '01', '01']],
  ['the first working day', ['02', '03', '03', '01', '02', '02', '01', '01', '01', '03']],
  ['the last day', ['31', '28', '31', '30', '31', '30', '31', '31', '30', '31']],
])('rows on %s of each month are whole months', (_name, places) => {
  const rows = places.map((place, i) => ({
    day: `2025-${String(i + 1).padStart(2, '0')}-${place}`,
    quantity: 5,
  }));
  const found = wholePeriods(rows, '2025-10-31');
  expect(found?.grain).toBe('month');
  expect(found?.values).toHaveLength(9);
});

test('daily and seldom demand is never taken for weeks or months', () => {
  for (let k = 0; k < 400; k += 1) {
    const random = seededRandom(`daily ${k}`);
    const chance = 0.02 + 0.98 * random() ** 3;
    const rows = Array.from({ length: 400 }, (_, i) => ({
      day: addDays(monday, i),
      quantity: random() < chance ? 3 : 0,
    }));
    expect(wholePeriods(rows, addDays(monday, 400))).toBeNull();
  }
});

test('seven rows are too few to tell', () => {
  expect(wholePeriods(weeks(7), addDays(monday, 70))).toBeNull();
});
