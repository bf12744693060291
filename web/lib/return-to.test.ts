import { expect, test } from 'vitest';

import { safeReturnTo } from './return-to.ts';

test('a path of the app is kept with its query', () => {
  expect(safeReturnTo('/approvals/1?line=2&q=a%20b')).toBe('/approvals/1?line=2&q=a%20b');
});

test.each([
  null,
  undefined,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  '/auth/logout',
])('anything that could leave the app is refused: %s', (wanted) => {
  expect(safeReturnTo(wanted)).toBe('/');
});
