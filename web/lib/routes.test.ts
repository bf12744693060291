import { expect, test } from 'vitest';

import { findRoute } from './routes.ts';

test('a route of the contracts is found by method and path', () => {
  expect(findRoute('GET', ['approvals', '1'])?.operation).toBe('getApproval');
  expect(findRoute('POST', ['approvals', 'decisions'])?.operation).toBe('decideSeveral');
  expect(findRoute('POST', ['approvals', '1', 'decision'])?.operation).toBe('decide');
});

test.each([
  ['GET', ['admin']],
  ['POST', ['approvals', '1']],
  ['GET', ['approvals', '..']],
  ['GET', ['approvals', '']],
  ['TRACE', ['approvals']],
])('anything else is not: %s %s', (method, segments) => {
  expect(findRoute(method, segments)).toBeUndefined();
});
