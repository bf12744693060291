import { expect, test } from 'vitest';
import { dailySeries } from './daily-series.ts';

test('a day without a row between two rows is a day without demand', () => {
  const series = dailySeries(
    [
      { day: '2026-02-27', quantity: 3 },
      { day: '2026-03-02', quantity: 4 },
    ],
    '2026-03-05',
  );
  expect([...series.values]).toEqual([3, 0, 0, 4]);
});

test('rows of one day are added up, and returns never make a day negative', () => {
  const rows = [
    { day: '2026-01-01', quantity: 2 },
    { day: '2026-01-01', quantity: 5 },
    { day: '2026-01-02', quantity: -3 },
  ];
  expect([...dailySeries(rows, '2026-02-01').values]).toEqual([7, 0]);
});

test('the day of the forecast and later days are not read', () => {
  const rows = ['2026-01-01', '2026-01-02', '2026-01-03'].map((day) => ({ day, quantity: 1 }));
  expect(dailySeries(rows, '2026-01-02').values).toHaveLength(1);
});

test('what is not a number counts as no demand', () => {
  const rows = [
    { day: '2026-01-01', quantity: Number.NaN },
    { day: '2026-01-02', quantity: 1 },
  ];
  expect([...dailySeries(rows, '2026-02-01').values]).toEqual([0, 1]);
});
