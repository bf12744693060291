import { expect, test } from 'vitest';

import { wireCall } from './endpoints.ts';

test('parameters and query are filled in and encoded; empty filters are left out', () => {
  expect(wireCall('GET /approvals/{approvalId}', { params: { approvalId: 'a/b' } }).path).toBe(
    '/approvals/a%2Fb',
  );
  expect(wireCall('GET /products', { query: { search: 'ä b', sku: '' } }).path).toBe(
    '/products?search=%C3%A4+b',
  );
});
