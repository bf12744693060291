import { expect, test } from 'vitest';

import { dayNumber } from '#shared/forecasting/day-number.ts';
import { seasonOn } from '#shared/forecasting/season-on.ts';
import { mean } from '#shared/forecasting/sum.ts';

import { midMonthFactors } from './mid-month-factors.ts';

test('with straight lines between them, each month has the mean wanted', () => {
  const wanted = Array.from({ length: 12 }, (_, i) => 1 + 0.5 * Math.sin((i / 6) * Math.PI));
  const factors = midMonthFactors(wanted);
  const first = dayNumber('2026-01-01');
  const daysOf = (month: number): number[] =>
    Array.from({ length: 30 }, (_, i) => seasonOn(first + Math.round(month * 30.4) + i, factors));
  const off = wanted.map((want, month) => Math.abs(mean(daysOf(month)) / want - 1));
  expect(Math.max(...off)).toBeLessThan(0.02);
  expect(mean(factors)).toBeCloseTo(1, 9);
});

test('a month beside a peak keeps at least half of its factor', () => {
  const wanted = [0.5, 0.8, 0.9, 1, 1, 1, 1, 1, 0.9, 0.8, 0.6, 2.5];
  expect(midMonthFactors(wanted)[0]).toBeGreaterThan(0.2);
});
