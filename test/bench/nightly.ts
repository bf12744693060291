/**
 * npm run bench:nightly -- --skus 10000 --days 730: a forecast run of a whole shop, and what it costs those who read
 * meanwhile. The bars: reads' p95 during the run at most three times that of an idle system, at most 512 MB a worker.
 */
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import type { ForecastRunDetail } from '#shared/contracts/api/models/planning.ts';
import { eventually, openApi } from '#test/support/api.ts';
import { ended, history, sfnClient } from '#test/support/step-functions.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

import { calibrate, quantile } from './measure.ts';
import { readAtPace, type Reads } from './nightly/paced-reads.ts';
import { peakMegabytes, processesOf } from './nightly/peak-memory.ts';
import { writeShop } from './nightly/write-shop.ts';

const { values } = parseArgs({
  options: {
    skus: { type: 'string', default: '10000' },
    days: { type: 'string', default: '730' },
    'idle-seconds': { type: 'string', default: '30' },
    'most-minutes': { type: 'string', default: '60' },
  },
});
const [skus, days, idleSeconds, mostMinutes] = [
  values.skus,
  values.days,
  values['idle-seconds'],
  values['most-minutes'],
].map(Number) as [number, number, number, number];

const say = (line: string): void => console.log(line);
const load = (): string =>
  loadavg()
    .map((each) => each.toFixed(1))
    .join(' ');

say(`node ${process.version}, ${availableParallelism()} cores, load average ${load()} before`);
say(`calibration loop ${calibrate().toFixed(0)} ms`);
await using system = await startSystem();
const began = performance.now();
const today = new Date().toISOString().slice(0, 10);
const productIds = await writeShop(system.endpoints.database, { skus, days, today });
say(`${skus} SKUs of ${days} days written in ${((performance.now() - began) / 1000).toFixed(0)} s`);

const read = (until: Promise<unknown>): Promise<Reads> =>
  readAtPace({ api: system.endpoints.api, token: () => system.token('operator'), productIds, until });
// The first reads start the processes.
await read(delay(5_000));
const idle = await read(delay(idleSeconds * 1000));

const api = openApi(system.endpoints.api, () => system.token('operator'));
const started = performance.now();
const { streamId: runId } = await api.write('POST', '/forecast-runs', {});
const peaks = new Map<number, number>();
const end = waitForRun(system, runId);
const during = await read(end);
const run = await end;
const minutes = (performance.now() - started) / 60_000;

say(`load average ${load()} after, calibration loop ${calibrate().toFixed(0)} ms\n`);
say('| measured | |\n|---|---|');
say(`| run ${run.status} | ${minutes.toFixed(2)} min |`);
say(`| planned, failed, policies changed | ${run.planned}, ${run.failed}, ${run.changed} |`);
say(`| reads idle: p50, p95, failed | ${figures(idle)} |`);
say(`| reads during the run: p50, p95, failed | ${figures(during)} |`);
const ratio = quantile(during.times, 0.95) / quantile(idle.times, 0.95);
say(`| p95 during ÷ idle (at most 3) | ${ratio.toFixed(2)} |`);
const megabytes = [...peaks.values()];
say(
  `| peak memory of each worker (at most 512 MB) | ${megabytes.map((each) => each.toFixed(0)).join(', ')} MB |`,
);
await sayHistory(run.executionId ?? '');
const isMet = ratio <= 3 && megabytes.every((each) => each <= 512) && run.status === 'completed';
say(`\n${isMet ? 'all bars met' : 'a bar was missed'}`);
process.exitCode = isMet ? 0 : 1;

function figures({ times, failed }: Reads): string {
  return `${quantile(times, 0.5).toFixed(1)} ms, ${quantile(times, 0.95).toFixed(1)} ms, ${failed} of ${times.length}`;
}

/** The run is sealed before its policies are in force: its execution ends after that. */
async function waitForRun({ pid, endpoints }: TestSystem, id: string): Promise<ForecastRunDetail> {
  const look = async (): Promise<ForecastRunDetail | null> => {
    for (const worker of await processesOf(pid, 'usage-analyser')) {
      peaks.set(worker, Math.max(peaks.get(worker) ?? 0, await peakMegabytes(worker)));
    }
    const { status, body } = await api.request<ForecastRunDetail>('GET', `/forecast-runs/${id}`);
    return status === 200 ? body : null;
  };
  let said = 0;
  const { executionId } = await eventually(
    'the end of the forecasts',
    async () => {
      await delay(1_000);
      const found = await look();
      if (found === null) return null;
      if (found.planned - said >= skus / 10)
        say(`${(said = found.planned)} of ${found.total ?? '?'}, load ${load()}`);
      return found.status === 'completed' || found.status === 'aborted' ? found : null;
    },
    mostMinutes * 60,
  );
  await ended(sfnClient(endpoints.sfn), executionId ?? '', mostMinutes * 60_000);
  return eventually('the run', look);
}

/** How close the execution came to the limits of Step Functions. */
async function sayHistory(executionArn: string): Promise<void> {
  if (executionArn === '') return;
  const events = await history(sfnClient(system.endpoints.sfn), executionArn);
  const entered = events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails ?? []);
  const inputs = (name: string): readonly number[] =>
    entered.filter((state) => state.name === name).map(({ input = '' }) => input.length);
  const largest = Math.max(...entered.map(({ input = '' }) => input.length));
  const [shards, pages] = [inputs('StoreShard'), inputs('ApplyPolicies')];
  say(`| history events (at most 25,000) | ${events.length} |`);
  say(`| largest state (at most 8,192) | ${largest} characters |`);
  say(`| pages of shards, items each | ${shards.length}, ${(run.planned / shards.length).toFixed(1)} |`);
  say(`| pages of policies, items each | ${pages.length}, ${(run.changed / pages.length).toFixed(1)} |`);
}
