import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { MOST_PACKED_CHARACTERS, openPage, pack, unpack } from './packed.ts';

test('what is packed comes back, and the same value gives the same text', () => {
  const value = [{ sku: 'Ä-1', figures: [1.5, null, -3] }, []];
  expect(unpack(pack(value))).toEqual(value);
  expect(pack(structuredClone(value))).toBe(pack(value));
});

test('what was not packed, or unfolds to more than a page can have, is refused', () => {
  expect(() => unpack('not gzip')).toThrow('cannot be unpacked');
  const bomb = gzipSync(JSON.stringify('a'.repeat(300_000))).toString('base64');
  expect(bomb.length).toBeLessThan(1_000);
  expect(() => unpack(bomb)).toThrow('cannot be unpacked');
});

test.each([10, 100, 1_000, 5_000])('a page takes rows of %d random bytes as long as they fit', (bytes) => {
  const page = openPage<string>();
  let taken = 0;
  while (page.tryAdd(randomBytes(bytes).toString('base64'))) taken += 1;
  expect(page.rows()).toHaveLength(taken);
  expect(pack(page.rows()).length).toBeLessThanOrEqual(MOST_PACKED_CHARACTERS);
  expect(page.isFull()).toBe(true);
  expect(taken).toBeGreaterThanOrEqual(Math.floor(5_000 / bytes / 1.4));
});

test('a row that is larger than a page is not taken, and the page stays usable', () => {
  const page = openPage<string>();
  expect(page.tryAdd(randomBytes(20_000).toString('base64'))).toBe(false);
  expect(page.rows()).toEqual([]);
  expect(page.tryAdd('small')).toBe(true);
});
