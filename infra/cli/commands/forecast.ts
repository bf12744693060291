import { randomUUID } from 'node:crypto';
import { promises as timers } from 'node:timers';

import type * as v from 'valibot';

import type { Command } from '#infra/cli/command.ts';
import { CommandFailed, WrongUse } from '#infra/cli/failures.ts';
import { openTenancy, tenancyOptions, type Tenancy } from '#infra/cli/tenancy.ts';
import { WriteAccepted } from '#shared/contracts/api/common.ts';
import { ForecastRunDetail } from '#shared/contracts/api/models/planning.ts';

type Run = v.InferOutput<typeof ForecastRunDetail>;

/** `forecast run`: a forecast run now, without waiting for the night. */
export const forecastRun: Command = {
  words: ['forecast', 'run'],
  synopsis: '',
  summary: 'start a forecast run now and wait for its end',
  options: {
    ...tenancyOptions,
    'no-wait': { type: 'boolean', summary: 'return as soon as the run is asked for' },
    timeout: { type: 'string', value: 'seconds', summary: 'how long to wait (default: 900)' },
  },
  positionals: { least: 0, most: 0 },
  run: async (input) => {
    const seconds = Number(input.text('timeout') ?? '900');
    if (!(seconds > 0))
      throw new WrongUse(`found --timeout ${input.text('timeout')}, expected a number of seconds`);
    const tenancy = await openTenancy(input);
    const write = { method: 'POST' as const, path: '/forecast-runs', body: {}, idempotencyKey: randomUUID() };
    const { streamId: runId } = await tenancy.api.write(write, WriteAccepted);
    input.progress(`forecast run ${runId} is asked for`);
    if (input.isSet('no-wait')) return { text: runId, json: { runId } };
    const run = await waitForRun(tenancy, { runId, seconds, progress: input.progress });
    return { text: describeRun(run), json: run, exitCode: run.status === 'completed' ? 0 : 1 };
  },
};

async function waitForRun(
  { api }: Tenancy,
  {
    runId,
    seconds,
    progress,
  }: { readonly runId: string; readonly seconds: number; readonly progress: (line: string) => void },
): Promise<Run> {
  let said = '';
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    // The run is listed once its event has been applied.
    const run = await api.find(`/forecast-runs/${runId}`, ForecastRunDetail);
    const status = run === undefined ? 'accepted' : run.status;
    if (status !== said) progress(`${status}…`);
    said = status;
    if (run !== undefined && (run.status === 'completed' || run.status === 'aborted')) return run;
    await timers.setTimeout(1000);
  }
  throw new CommandFailed(
    `the run ${runId} has not ended after ${seconds} seconds; see "stock-mate runs list"`,
  );
}

function describeRun(run: Run): string {
  return [
    ...run.failures.map(({ sku, reason }) => `${sku}: ${reason}`),
    `run ${run.runId} ${run.status}: ${run.planned} planned, ${run.failed} failed, ${run.changed} policies changed`,
  ].join('\n');
}
