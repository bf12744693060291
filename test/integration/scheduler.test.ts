import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startScheduler } from '#infra/local/scheduler/scheduler.ts';
import { schedules } from '#infra/topology.ts';

type Call = { readonly name: string; readonly input: unknown };

let running: { stop(): void } | undefined;

afterEach(() => {
  running?.stop();
  vi.useRealTimers();
});

describe('the scheduler', () => {
  it('fires every schedule of the topology shortly after the start, with its input', async () => {
    const calls: Call[] = [];
    running = startScheduler({
      schedules,
      firstAfterMs: 10,
      apartMs: 5,
      invoke: (name, input) => {
        calls.push({ name, input });
        return Promise.resolve({ payload: 'null' });
      },
    });
    await expect.poll(() => calls.length).toBe(Object.keys(schedules).length);
    expect(calls).toContainEqual({ name: 'workflow-starter', input: { job: 'nightly' } });
    expect(calls).toContainEqual({ name: 'sweeper-partitions', input: {} });
  });

  it('fires rates and patterns by the clock, in UTC', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-22T00:59:50Z') });
    const fired: string[] = [];
    running = startScheduler({
      firstAfterMs: 1e9,
      schedules: {
        often: { expression: 'rate(1 minute)', function: 'often', input: {} },
        daily: { expression: 'cron(0 1 * * ? *)', function: 'daily', input: {} },
      },
      invoke: (name) => {
        fired.push(`${name} ${new Date().toISOString().slice(11, 19)}`);
        return Promise.resolve({ payload: 'null' });
      },
    });
    await vi.advanceTimersByTimeAsync(130_000);
    expect(fired).toEqual(['daily 01:00:00', 'often 01:00:50', 'often 01:01:50']);
  });

  it('leaves a firing out while the one before is under way, and goes on after a failure', async () => {
    vi.useFakeTimers();
    let begun = 0;
    let finish: (() => void) | undefined;
    const lines: string[] = [];
    running = startScheduler({
      firstAfterMs: 1e9,
      schedules: { slow: { expression: 'rate(1 minute)', function: 'slow', input: {} } },
      log: (line) => lines.push(line),
      invoke: () => {
        begun += 1;
        return new Promise((_, fail) => (finish = () => fail(new Error('broken'))));
      },
    });
    await vi.advanceTimersByTimeAsync(180_000);
    expect(begun).toBe(1);
    finish?.();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(begun).toBe(2);
    expect(lines).toEqual(['schedule slow: Error: broken']);
  });

  it('fires no more after the stop', async () => {
    let fired = 0;
    const scheduler = startScheduler({
      firstAfterMs: 20,
      schedules: { often: { expression: 'rate(1 minute)', function: 'often', input: {} } },
      invoke: () => {
        fired += 1;
        return Promise.resolve({ payload: 'null' });
      },
    });
    scheduler.stop();
    await delay(60);
    expect(fired).toBe(0);
  });
});
