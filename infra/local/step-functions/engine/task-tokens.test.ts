import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { TaskTokens } from './task-tokens.ts';

const key = randomBytes(32);
const task = { executionId: 12, frameId: 3, taskNumber: 45 };

it('reads back what it issued, also in another process with the same key', () => {
  expect(new TaskTokens(key).read(new TaskTokens(key).issue(task))).toEqual(task);
});

it('recognises neither nonsense nor tokens of another key nor changed ones', () => {
  const tokens = new TaskTokens(key);
  const token = tokens.issue(task);
  expect(tokens.read('')).toBeUndefined();
  expect(tokens.read('NoSuchTaskToken')).toBeUndefined();
  expect(new TaskTokens(randomBytes(32)).read(token)).toBeUndefined();
  const bytes = Buffer.from(token, 'base64');
  bytes[bytes.length - 1] = 0x39;
  expect(tokens.read(bytes.toString('base64'))).toBeUndefined();
});
