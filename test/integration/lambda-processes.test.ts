import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startRunner, type LambdaRunner } from '#infra/local/lambda/runner.ts';
import type { HostedFunction } from '#infra/local/lambda/sandbox.ts';
import { isAlive } from '#infra/local/processes.ts';

/** Keeps a core busy for so long, and says where and when, on the clock that all processes share. */
const source = `
  export async function handler({ spinMs = 0 }) {
    const from = Date.now();
    while (Date.now() - from < spinMs);
    return { pid: process.pid, from, to: Date.now() };
  }
`;
type Spun = { readonly pid: number; readonly from: number; readonly to: number };

let directory: string;
let busy: HostedFunction;
let runner: LambdaRunner;
const logged: string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stock-mate-processes-'));
  const module = join(directory, 'spin.mjs');
  await writeFile(module, source);
  busy = {
    module,
    environment: { PATH: process.env['PATH'] ?? '' },
    timeoutSeconds: 2,
    memoryMb: 64,
    concurrency: 8,
    processes: 2,
    lowPriority: true,
  };
});
afterEach(() => runner.stop());
afterAll(() => rm(directory, { recursive: true, force: true }));

function start(cores = 2): void {
  runner = startRunner({
    functions: { busy },
    logDirectory: directory,
    log: (line) => logged.push(line),
    cores,
  });
}

async function spin(spinMs: number): Promise<Spun> {
  const { payload, functionError } = await runner.invoke('busy', { spinMs });
  if (functionError !== undefined) throw new Error(payload);
  // The handler above answers with nothing else.
  return JSON.parse(payload) as Spun;
}

/** Starts both processes, so that what follows does not measure a start. */
async function warm(): Promise<readonly number[]> {
  const spun = await Promise.all([spin(100), spin(100)]);
  return spun.map(({ pid }) => pid);
}

describe('a function that keeps cores busy', () => {
  it('runs two invocations at once, in two processes', async () => {
    start();
    await warm();
    const [a, b] = await Promise.all([spin(400), spin(400)]);
    expect(a.pid).not.toBe(b.pid);
    expect(Math.min(a.to, b.to)).toBeGreaterThan(Math.max(a.from, b.from));
  });

  it('starts the second process only while the first is busy', async () => {
    start();
    const first = await spin(1);
    const second = await spin(1);
    expect(second.pid).toBe(first.pid);
  });

  it('lets a process answer one invocation at a time, and the others wait in order', async () => {
    start();
    await warm();
    const spun = await Promise.all(Array.from({ length: 6 }, () => spin(60)));
    const byProcess = Map.groupBy(spun, ({ pid }) => pid);
    expect(byProcess.size).toBe(2);
    for (const turns of byProcess.values()) {
      turns.slice(1).forEach(({ from }, i) => expect(from).toBeGreaterThanOrEqual(turns[i]?.to ?? 0));
    }
  });

  it('loses only what was under way in a process that is killed, and starts another', async () => {
    start();
    const [doomed = 0] = await warm();
    const both = [spin(600), spin(600)];
    process.kill(doomed, 'SIGKILL');
    const results = await Promise.allSettled(both);
    const lost = results.filter(({ status }) => status === 'rejected');
    expect(lost).toHaveLength(1);
    expect(String(lost[0]?.status === 'rejected' && lost[0].reason)).toContain('Runtime.ExitError');
    const survivor = results.find((result) => result.status === 'fulfilled');
    expect(survivor?.value.pid).not.toBe(doomed);
    expect(logged.at(-1)).toContain('function busy ended by SIGKILL');
    expect(await warm()).toHaveLength(2);
  });

  it('loses only the process whose invocation takes too long', async () => {
    start();
    await warm();
    const [late, inTime] = await Promise.allSettled([spin(10_000), spin(500)]);
    expect(String(late.status === 'rejected' && late.reason)).toContain('Sandbox.Timedout');
    expect(inTime.status).toBe('fulfilled');
  });

  it('takes only what the others leave of the processor', async () => {
    start();
    for (const pid of await warm()) expect(getPriority(pid)).toBe(19);
  });

  it('has no more processes than the machine has cores', async () => {
    start(1);
    const spun = await Promise.all([spin(50), spin(50), spin(50)]);
    expect(new Set(spun.map(({ pid }) => pid)).size).toBe(1);
  });

  it('leaves no process behind when it stops', async () => {
    start();
    const pids = await warm();
    const underWay = spin(200);
    await runner.stop();
    expect((await underWay).to).toBeGreaterThan(0);
    for (const pid of pids) expect(await isAlive(pid)).toBe(false);
  });
});
