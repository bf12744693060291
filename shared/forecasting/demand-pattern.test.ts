import { expect, test } from 'vitest';
import { demandPattern } from './demand-pattern.ts';

const everyDay = [1, 1, 1, 1, 1, 1, 1];

function seriesOf(values: readonly number[]): Parameters<typeof demandPattern>[0] {
  // Day number 4 is a Monday (5 January 1970).
  const known = new Uint8Array(values.length).fill(1);
  return { firstDay: 4, values: Float64Array.from(values), known, areWholeUnits: true };
}

test.each([
  ['smooth', [5, 6, 5, 4, 5, 6, 5, 4]],
  ['erratic', [1, 1, 20, 1, 1, 1, 20, 1]],
  ['intermittent', [5, 0, 0, 5, 0, 6, 0, 5]],
  ['lumpy', [1, 0, 0, 20, 0, 1, 0, 1]],
] as const)('%s demand is recognised', (pattern, values) => {
  expect(demandPattern(seriesOf(values), everyDay)).toBe(pattern);
});

test('closed weekends do not make daily demand intermittent', () => {
  const week = [5, 5, 6, 4, 5, 0, 0];
  const values = [...week, ...week, ...week, ...week];
  expect(demandPattern(seriesOf(values), everyDay)).toBe('intermittent');
  expect(demandPattern(seriesOf(values), [1.4, 1.4, 1.4, 1.4, 1.4, 0, 0])).toBe('smooth');
});
