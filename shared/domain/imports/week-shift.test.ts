import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { addDays } from '#shared/forecasting/day-number.ts';

import { weekShiftDays } from './week-shift.ts';

test('the last day lands in the seven days before today, on its weekday', () => {
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 9000 }), (age) => {
      const today = '2026-11-22';
      const last = addDays(today, -age);
      const shift = weekShiftDays(last, today);
      const moved = addDays(last, shift);
      expect(Math.abs(shift % 7)).toBe(0);
      expect(moved < today && moved >= addDays(today, -7)).toBe(true);
    }),
  );
});

test('a Friday in 2011 becomes the latest Friday', () => {
  expect(addDays('2011-12-09', weekShiftDays('2011-12-09', '2026-11-22'))).toBe('2026-11-20');
});
