import { expect, test } from 'vitest';

import { classAccuracy } from './class-accuracy.ts';

const right = { demand: 300, wape: 0.1, bias: 0.05, mase: 0.8, coverage80: 0.8 };

test('what sells more counts for more, and what was not compared counts for nothing', () => {
  const items = [
    { ...right, abcClass: 'A' as const },
    { abcClass: 'A' as const, demand: 100, wape: 0.5, bias: -0.15, mase: null, coverage80: 0.4 },
    { abcClass: 'A' as const, demand: 0, wape: 9, bias: 9, mase: 9, coverage80: 0 },
    { abcClass: 'C' as const, demand: 5, wape: null, bias: null, mase: null, coverage80: null },
    { ...right, abcClass: null },
  ];
  expect(classAccuracy(items)).toEqual([
    { abcClass: 'A', items: 3, wape: 0.2, bias: 0, mase: 0.8, coverage80: 0.7 },
    { abcClass: 'C', items: 1, wape: null, bias: null, mase: null, coverage80: null },
  ]);
});

test('a run without items measures nothing', () => {
  expect(classAccuracy([])).toEqual([]);
});
