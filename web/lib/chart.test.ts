import { expect, test } from 'vitest';

import { bandPath, ticksTo } from './chart.ts';

test('an axis covers its highest value in round steps', () => {
  expect(ticksTo(396)).toEqual([0, 100, 200, 300, 400]);
  expect(ticksTo(7)).toEqual([0, 2, 4, 6, 8]);
  expect(ticksTo(400)).toEqual([0, 100, 200, 300, 400]);
  expect(ticksTo(0)).toEqual([0, 1]);
});

test('a band runs along the upper line and back along the lower one', () => {
  expect(
    bandPath(
      [
        [0, 1],
        [10, 2],
      ],
      [
        [0, 5],
        [10, 6],
      ],
    ),
  ).toBe('M0.00,1.00L10.00,2.00L10.00,6.00L0.00,5.00Z');
});
