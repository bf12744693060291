/** How long a start takes: into an empty data folder with demo data until approvals wait, and again after a stop. */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually, openApi } from '#test/support/api.ts';
import { startSystem } from '#test/support/system.ts';

const runs = Number(process.env['BENCH_RUNS'] ?? 5);

/** A fixed piece of CPU work in ms: what the machine is worth at the moment. */
function calibrate(): number {
  const begin = performance.now();
  let sum = 0;
  for (let i = 0; i < 20_000_000; i += 1) sum = (sum + i * i) % 1_000_003;
  return sum >= 0 ? performance.now() - begin : 0;
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const begin = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - begin) / 1000 };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const say = (what: string, seconds: number): void =>
  console.log(`${what.padEnd(52)} ${seconds.toFixed(1).padStart(6)} s`);

console.log(`calibration loop ${calibrate().toFixed(0)} ms, load average ${loadavg()[0]?.toFixed(2)}`);
const home = await mkdtemp(join(tmpdir(), 'stock-mate-bench-start-'));
try {
  const first = await timed(() => startSystem({ home, empty: false, web: true }));
  say('first start, web app built (ready)', first.seconds);
  const api = openApi(first.result.endpoints.api, () => first.result.token('approver'));
  const wait = await timed(() =>
    eventually('pending approvals', async () => (await api.pendingApprovals()).length > 0, 180),
  );
  say('from the address to the first pending approval', wait.seconds);
  await first.result.stop();
  const again: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = await timed(() => startSystem({ home, empty: false, web: true }));
    again.push(start.seconds);
    await start.result.stop();
  }
  say(`second start, median of ${runs} (ready)`, median(again));
} finally {
  await rm(home, { recursive: true, force: true });
}
