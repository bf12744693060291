import { randomUUID } from 'node:crypto';
import { promises as timers } from 'node:timers';

import * as v from 'valibot';

import type { Api } from '#infra/cli/api.ts';
import type { Command, CommandInput } from '#infra/cli/command.ts';
import { CommandFailed, WrongUse } from '#infra/cli/failures.ts';
import { openTenancy, tenancyOptions, type Tenancy } from '#infra/cli/tenancy.ts';
import { WriteAccepted } from '#shared/contracts/api/common.ts';
import { Execution } from '#shared/contracts/api/models/operations.ts';
import { ForecastRunDetail } from '#shared/contracts/api/models/planning.ts';
import { Day } from '#shared/contracts/instants.ts';

import { describeRun } from './forecast-run-words.ts';

const pollMs = 1000;

/** `forecast run`: a forecast run now, without waiting for the night. */
export const forecastRun: Command = {
  words: ['forecast', 'run'],
  synopsis: '',
  summary: 'start a forecast run now and wait for its end',
  options: {
    ...tenancyOptions,
    'only-failed': { type: 'boolean', summary: 'forecast again only what failed in the newest run' },
    wait: { type: 'boolean', summary: 'wait for the end of the run (the default)' },
    'no-wait': { type: 'boolean', summary: 'return as soon as the run is asked for' },
    timeout: { type: 'string', value: 'seconds', summary: 'how long to wait (default: 3600)' },
  },
  positionals: { least: 0, most: 0 },
  run: async (input) => {
    if (input.isSet('wait') && input.isSet('no-wait'))
      throw new WrongUse('found --wait and --no-wait, expected one of the two');
    const seconds = Number(input.text('timeout') ?? '3600');
    if (!(seconds > 0))
      throw new WrongUse(`found --timeout ${input.text('timeout')}, expected a number of seconds`);
    const tenancy = await openTenancy(input);
    const body = { onlyFailed: input.isSet('only-failed') };
    const write = { method: 'POST' as const, path: '/forecast-runs', body, idempotencyKey: randomUUID() };
    const { streamId: runId } = await tenancy.api.write(write, WriteAccepted);
    input.progress(`forecast run ${runId} is asked for`);
    if (input.isSet('no-wait')) return { text: runId, json: { runId } };
    const run = await waitForRun(tenancy, { runId, seconds, progress: input.progress });
    return { text: describeRun(run), json: run, exitCode: run.status === 'completed' ? 0 : 1 };
  },
};

/** `forecast pause`: no nightly runs for a while. */
export const forecastPause: Command = {
  words: ['forecast', 'pause'],
  synopsis: '',
  summary: 'pause the nightly runs',
  details:
    'Runs that a person starts are made all the same. When the pause ends, the night of that day is run.',
  options: {
    ...tenancyOptions,
    reason: { type: 'string', value: 'text', summary: 'why, for the audit trail (needed)' },
    until: { type: 'string', value: 'day', summary: 'the first day that runs again, YYYY-MM-DD' },
  },
  positionals: { least: 0, most: 0 },
  run: async (input) => {
    const reason = input.text('reason')?.trim() ?? '';
    if (reason === '') throw new WrongUse('found no --reason, expected why the nightly runs are paused');
    const until = v.safeParse(v.nullable(Day), input.text('until') ?? null);
    if (!until.success)
      throw new WrongUse(`found --until ${input.text('until')}, expected a day such as 2026-12-24`);
    const body = { status: 'paused', until: until.output, reason: { code: 'other', text: reason } };
    const answer = await writeSchedule(input, body);
    const end = until.output === null ? 'until someone resumes them' : `until ${until.output}`;
    return {
      text: `nightly runs are paused ${end}`,
      json: { status: 'paused', until: until.output, ...answer },
    };
  },
};

/** `forecast resume`: nightly runs again. */
export const forecastResume: Command = {
  words: ['forecast', 'resume'],
  synopsis: '',
  summary: 'let the nightly runs go on',
  options: tenancyOptions,
  positionals: { least: 0, most: 0 },
  run: async (input) => {
    const answer = await writeSchedule(input, { status: 'running' });
    return { text: 'nightly runs go on', json: { status: 'running', ...answer } };
  },
};

/** Pausing is an approver's business. */
async function writeSchedule(
  input: CommandInput,
  body: object,
): Promise<v.InferOutput<typeof WriteAccepted>> {
  const asApprover = {
    text: (option: string) => input.text(option) ?? (option === 'user' ? 'approver' : undefined),
  };
  const { api } = await openTenancy(asApprover);
  const write = { method: 'PUT' as const, path: '/forecast-schedule', body, idempotencyKey: randomUUID() };
  return api.write(write, WriteAccepted);
}

type Waiting = {
  readonly runId: string;
  readonly seconds: number;
  readonly progress: (line: string) => void;
};

/** The run is completed once its forecasts are sealed; its policies are in force when its execution is over. */
async function waitForRun(
  { api }: Tenancy,
  { runId, seconds, progress }: Waiting,
): Promise<ForecastRunDetail> {
  let said = '';
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    // The run is listed once its event has been applied.
    const run = await api.find(`/forecast-runs/${runId}`, ForecastRunDetail);
    const line = progressLine(run);
    if (line !== said) progress(line);
    said = line;
    if (run?.status === 'aborted' || (run?.status === 'completed' && (await isOver(api, run)))) return run;
    await timers.setTimeout(pollMs);
  }
  throw new CommandFailed(
    `the run ${runId} has not ended after ${seconds} seconds; see "stock-mate runs show ${runId}"`,
  );
}

async function isOver(api: Api, { runId, executionId }: ForecastRunDetail): Promise<boolean> {
  if (executionId === null) return true;
  const name = executionId.split(':').at(-1) ?? '';
  for await (const execution of api.list('/executions?machine=nightly-forecast', Execution))
    if (execution.name === name) return execution.status !== 'RUNNING';
  throw new CommandFailed(
    `found no execution of the run ${runId}: "stock-mate runs list" names those there are`,
  );
}

function progressLine(run: ForecastRunDetail | undefined): string {
  if (run === undefined) return 'accepted…';
  if (run.status === 'completed') return 'policies…';
  if (run.status !== 'running' || run.total === null) return `${run.status}…`;
  const failed = run.failed > 0 ? `, ${run.failed} failed` : '';
  return `${run.planned} of ${run.total} forecast${failed}…`;
}
