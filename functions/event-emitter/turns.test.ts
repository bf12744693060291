import { setTimeout as delay } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { newTurns } from './turns.ts';

test('writers of one stream go one after the other, in the order in which they came, even past a failure', async () => {
  const turns = newTurns();
  const done: number[] = [];
  const write = (n: number) =>
    turns.take(['a'], async () => {
      await delay(5 - n);
      if (n === 2) throw new Error('failed');
      done.push(n);
    });
  await Promise.allSettled([1, 2, 3].map(write));
  expect(done).toEqual([1, 3]);
  expect(turns.isTaken(['a'])).toBe(false);
});

test('writers of several streams never wait for each other in a circle', async () => {
  const turns = newTurns();
  let underWay = 0;
  const write = (names: string[]) =>
    turns.take(names, async () => {
      underWay += 1;
      await delay(1);
      const together = underWay;
      underWay -= 1;
      return together;
    });
  const together = await Promise.all([write(['a', 'b']), write(['b', 'a']), write(['a']), write(['b', 'a'])]);
  expect(together).toEqual([1, 1, 1, 1]);
});
