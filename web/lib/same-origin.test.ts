import { expect, test } from 'vitest';

import { isFromOurPages } from './same-origin.ts';

const webUrl = 'http://127.0.0.1:3000';
const from = (headers: Record<string, string>) =>
  isFromOurPages(new Request(`${webUrl}/api/x`, { method: 'POST', headers }), webUrl);
const json = { 'content-type': 'application/json' };

test('a JSON request from our own page passes', () => {
  expect(from({ ...json, 'sec-fetch-site': 'same-origin' })).toBe(true);
  expect(from({ ...json, origin: webUrl })).toBe(true);
});

test('other sites, sibling sites and callers that do not say where they come from are refused', () => {
  expect(from({ ...json, 'sec-fetch-site': 'cross-site' })).toBe(false);
  expect(from({ ...json, 'sec-fetch-site': 'same-site', origin: webUrl })).toBe(false);
  expect(from({ ...json, origin: 'http://127.0.0.1:3001' })).toBe(false);
  expect(from(json)).toBe(false);
});

test('a form is refused even from our own page', () => {
  expect(from({ 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' })).toBe(
    false,
  );
});
