import { expect, test } from 'vitest';

import { observedLeadTime } from './observed-lead-time.ts';

const stated = { days: 14, standardDeviation: 2 };

test('without receipts the lead time is what was stated', () => {
  expect(observedLeadTime(stated, [])).toEqual({
    mean: 14,
    standardDeviation: 2,
    p50: null,
    p90: null,
    receipts: 0,
  });
});

test('quantiles and mean weigh receipts by quantity, and half of the way is gone after five', () => {
  const receipts = [
    { days: 20, quantity: 60 },
    { days: 12, quantity: 10 },
    { days: 16, quantity: 20 },
    { days: 14, quantity: 5 },
    { days: 30, quantity: 5 },
  ];
  const seen = observedLeadTime(stated, receipts);
  // By days 12, 14, 16, 20, 30 have come 10, 15, 35, 95, 100 of 100.
  expect([seen.p50, seen.p90, seen.receipts]).toEqual([20, 20, 5]);
  // Mean (120 + 70 + 320 + 1200 + 150) ÷ 100 = 18.6, half of it and half of 14.
  expect(seen.mean).toBeCloseTo(16.3, 9);
  // Variance (10·43.56 + 5·21.16 + 20·6.76 + 60·1.96 + 5·129.96) ÷ 100 = 14.44, 0.5·14.44 + 0.5·4 + 0.25·4.6².
  expect(seen.standardDeviation).toBeCloseTo(Math.sqrt(14.51), 9);
});

test('one late receipt among ten moves the lead time by a fifteenth of its delay', () => {
  const onTime = Array.from({ length: 9 }, () => ({ days: 14, quantity: 100 }));
  const late = observedLeadTime(stated, [...onTime, { days: 44, quantity: 100 }]);
  expect(late.mean).toBeCloseTo(14 + (10 / 15) * 3, 9);
  expect(observedLeadTime(stated, [{ days: 44, quantity: 1_000 }]).mean).toBeCloseTo(14 + 30 / 6, 9);
});

test('many receipts that agree make the stated lead time small print', () => {
  const receipts = Array.from({ length: 95 }, () => ({ days: 21, quantity: 1 }));
  const seen = observedLeadTime({ days: 14, standardDeviation: 0 }, receipts);
  expect(seen.mean).toBeCloseTo(20.65, 9);
});

test('a spread is at least half a day where receipts vary, and 0 where all agree with what was stated', () => {
  const exact = { days: 7, standardDeviation: 0 };
  const close = [7, 7.1, 6.9, 7].map((days) => ({ days, quantity: 10 }));
  expect(observedLeadTime(exact, close).standardDeviation).toBe(0.5);
  expect(observedLeadTime(exact, [{ days: 7, quantity: 10 }]).standardDeviation).toBe(0);
});

test('a lead time is a year at most, and receipts without a quantity or from the future do not count', () => {
  const seen = observedLeadTime({ days: 900, standardDeviation: 0 }, [
    { days: 2_000, quantity: 1 },
    { days: -3, quantity: 5 },
    { days: 5, quantity: 0 },
  ]);
  expect(seen).toMatchObject({ mean: 365, p90: 365, receipts: 1 });
});
