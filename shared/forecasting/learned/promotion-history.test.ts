import { expect, it } from 'vitest';

import { addDays } from '#shared/forecasting/day-number.ts';

import { promotionHistory, withMeasuredLift } from './promotion-history.ts';

const AS_OF = '2025-03-01';
const history = Array.from({ length: 20 }, (_, i) => ({ day: addDays(AS_OF, i - 20), quantity: i }));
const promotion = { name: 'flyer', from: addDays(AS_OF, -5), to: addDays(AS_OF, -3), lift: 2 };
const strike = { name: 'strike', from: addDays(AS_OF, -9), to: addDays(AS_OF, 3), lift: 0.5 };
const coming = { name: 'flyer', from: addDays(AS_OF, 4), to: addDays(AS_OF, 6), lift: 2 };
const older = { name: 'old flyer', from: '2020-01-01', to: '2020-01-03', lift: 2 };

it('marks the past days of events that raise demand, and no others', () => {
  const { values, promoted, seasonLength } = promotionHistory(
    history,
    [promotion, strike, coming, older],
    AS_OF,
  );
  expect([...values]).toEqual(history.map(({ quantity }) => quantity));
  expect([...promoted].flatMap((mark, i) => (mark > 0 ? [i] : []))).toEqual([15, 16, 17]);
  expect(seasonLength).toBe(7);
});

it('marks a promotion that goes on today up to yesterday', () => {
  const current = { ...promotion, to: addDays(AS_OF, 2) };
  expect(promotionHistory(history, [current], AS_OF).promoted.subarray(14)).toEqual(
    Float64Array.of(0, 1, 1, 1, 1, 1),
  );
  expect(promotionHistory([], [current], AS_OF).values).toHaveLength(0);
});

it('gives the measured lift to events that nobody gave one, and leaves alone what a person said', () => {
  const before = { ...promotion, lift: 1, isMeasured: true };
  const open = { ...coming, lift: 1, isMeasured: true };
  expect(withMeasuredLift([before, strike, coming, open], 3.3)).toEqual([
    { ...before, lift: 3.3 },
    strike,
    coming,
    { ...open, lift: 3.3 },
  ]);
});
