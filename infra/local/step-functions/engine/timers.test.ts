import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Timers } from './timers.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('fires in the order of the instants, and equal ones in the order they were set', () => {
  const timers = new Timers();
  const fired: string[] = [];
  const now = Date.now();
  for (const [name, delay] of [
    ['c', 300],
    ['a', 100],
    ['d', 300],
    ['b', 200],
    ['now', -5],
  ] as const) {
    timers.at(now + delay, () => fired.push(name));
  }
  vi.advanceTimersByTime(1000);
  expect(fired).toEqual(['now', 'a', 'b', 'c', 'd']);
});

it('keeps hundreds of timers in order whatever the order they come in', () => {
  const timers = new Timers();
  const fired: number[] = [];
  const now = Date.now();
  const delays = Array.from({ length: 500 }, (_, i) => (i * 7919) % 503);
  for (const delay of delays) timers.at(now + delay, () => fired.push(delay));
  vi.advanceTimersByTime(1000);
  expect(fired).toEqual(delays.toSorted((left, right) => left - right));
});

it('waits longer than a Node timer can', () => {
  const timers = new Timers();
  const fired = vi.fn<() => void>();
  const days = 60 * 86_400_000;
  timers.at(Date.now() + days, fired);
  vi.advanceTimersByTime(days - 1000);
  expect(fired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(fired).toHaveBeenCalledOnce();
});

it('fires nothing once stopped', () => {
  const timers = new Timers();
  const fired = vi.fn<() => void>();
  timers.at(Date.now() + 10, fired);
  timers.stop();
  vi.advanceTimersByTime(1000);
  expect(fired).not.toHaveBeenCalled();
});
