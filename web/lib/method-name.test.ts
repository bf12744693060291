import { expect, test } from 'vitest';

import { methodName } from './method-name.ts';

test('methods are named in words, abbreviations in capitals', () => {
  expect(methodName('exponential-smoothing-weekday')).toBe('exponential smoothing weekday');
  expect(methodName('tsb')).toBe('TSB');
});
