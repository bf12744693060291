import { expect, it } from 'vitest';
import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import { TimeoutFailure } from '#infra/local/step-functions/failures/timeout-failure.ts';
import { chooseCatcher, chooseRetry, countAttempt } from './recovery.ts';

const boom = new StateFailure('Boom', 'why');

it('backs off exponentially, up to the longest delay, until the attempts are used', () => {
  const retriers = [
    { ErrorEquals: ['Boom'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 20 },
  ];
  let attempts: readonly number[] = [];
  const delays: (number | undefined)[] = [];
  for (let i = 0; i < 5; i++) {
    delays.push(chooseRetry(retriers, boom, { attempts })?.delayMs);
    attempts = countAttempt(attempts, 0);
  }
  expect(delays).toEqual([2000, 6000, 18_000, 20_000, undefined]);
});

it('uses one second, a doubling rate and three attempts where nothing is said', () => {
  const retriers = [{ ErrorEquals: ['States.ALL'] }];
  const delays = [[], [1], [2], [3]].map((attempts) => chooseRetry(retriers, boom, { attempts })?.delayMs);
  expect(delays).toEqual([1000, 2000, 4000, undefined]);
});

it('counts the attempts of each entry apart', () => {
  const retriers = [{ ErrorEquals: ['Bang'] }, { ErrorEquals: ['Boom'], MaxAttempts: 1 }];
  expect(chooseRetry(retriers, boom, { attempts: [] })?.retrier).toBe(1);
  expect(chooseRetry(retriers, boom, { attempts: countAttempt([], 1) })).toBeUndefined();
  expect(chooseRetry(retriers, new StateFailure('Bang'), { attempts: [0, 1] })?.retrier).toBe(0);
});

it('spreads delays over the whole interval with full jitter', () => {
  const retriers = [{ ErrorEquals: ['Boom'], IntervalSeconds: 10, JitterStrategy: 'FULL' as const }];
  const delays = Array.from(
    { length: 50 },
    () => chooseRetry(retriers, boom, { attempts: [] })?.delayMs ?? -1,
  );
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...delays)).toBeLessThanOrEqual(10_000);
  expect(new Set(delays).size).toBeGreaterThan(1);
});

it('never catches States.Runtime, and takes timeouts by their own names only', () => {
  const catcher = (name: string) => [{ ErrorEquals: [name], Next: 'N' }];
  expect(chooseCatcher(catcher('States.ALL'), new RuntimeFailure('no'))).toBeUndefined();
  expect(chooseCatcher(catcher('States.Runtime'), new RuntimeFailure('no'))).toBeUndefined();
  expect(chooseCatcher(catcher('States.TaskFailed'), boom)).toBeDefined();
  expect(chooseCatcher(catcher('States.TaskFailed'), new TimeoutFailure())).toBeUndefined();
  expect(chooseCatcher(catcher('States.Timeout'), new TimeoutFailure(true))).toBeDefined();
  expect(chooseCatcher(catcher('States.HeartbeatTimeout'), new TimeoutFailure(true))).toBeDefined();
  expect(chooseCatcher(catcher('States.HeartbeatTimeout'), new TimeoutFailure())).toBeUndefined();
});
