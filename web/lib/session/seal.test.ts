/// <reference types="node" />
import { randomBytes } from 'node:crypto';

import { expect, test } from 'vitest';

import { seal, unseal } from './seal.ts';

const key = randomBytes(32);

test('what was sealed opens with the same key for the same row', () => {
  expect(unseal(seal('tökens', key, 'S#1'), key, 'S#1')).toBe('tökens');
});

test('another key, another row and a changed bit do not open it', () => {
  const sealed = seal('tokens', key, 'S#1');
  const changed = Buffer.from(sealed, 'base64');
  changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
  expect(() => unseal(sealed, randomBytes(32), 'S#1')).toThrow('unable to authenticate');
  expect(() => unseal(sealed, key, 'S#2')).toThrow('unable to authenticate');
  expect(() => unseal(changed.toString('base64'), key, 'S#1')).toThrow('unable to authenticate');
});
