import { expect, test } from 'vitest';

import { yearFactors } from './year-factors.ts';

test('a year in which nothing was sold does not make the months of the others a season', () => {
  const values = new Float64Array(1_095);
  values[100] = 5;
  values[1_000] = 7;
  const series = { firstDay: 0, values, known: new Uint8Array(1_095).fill(1), areWholeUnits: true };
  expect(yearFactors(series, [1, 1, 1, 1, 1, 1, 1])).toBeNull();
});
