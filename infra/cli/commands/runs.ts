import { randomUUID } from 'node:crypto';

import * as v from 'valibot';

import type { Command } from '#infra/cli/command.ts';
import { CommandFailed, WrongUse } from '#infra/cli/failures.ts';
import { openTenancy, tenancyOptions } from '#infra/cli/tenancy.ts';
import { WriteAccepted } from '#shared/contracts/api/common.ts';
import { Execution, ExecutionDetail } from '#shared/contracts/api/models/operations.ts';
import { ForecastRun, ForecastRunDetail } from '#shared/contracts/api/models/planning.ts';
import { Uuid } from '#shared/contracts/ids.ts';

import { runLine, showForecastRun } from './forecast-run-words.ts';

type Step = v.InferOutput<typeof ExecutionDetail>['steps'][number];

/** `runs list`: the executions of the workflows, or the forecast runs. */
export const listRuns: Command = {
  words: ['runs', 'list'],
  synopsis: '',
  summary: 'list workflow executions or forecast runs, newest first',
  options: {
    ...tenancyOptions,
    forecasts: { type: 'boolean', summary: 'forecast runs, with their progress and failures' },
    machine: { type: 'string', value: 'name', summary: 'of one workflow only, such as nightly-forecast' },
    limit: { type: 'string', value: 'count', summary: 'how many (default: 20)' },
  },
  positionals: { least: 0, most: 0 },
  run: async (input) => {
    const limit = Number(input.text('limit') ?? '20');
    if (!Number.isInteger(limit) || limit < 1) {
      throw new WrongUse(`found --limit ${input.text('limit')}, expected a whole number above 0`);
    }
    const machine = input.text('machine');
    if (machine !== undefined && input.isSet('forecasts'))
      throw new WrongUse('found --forecasts and --machine, expected one of the two');
    const { api } = await openTenancy(input);
    if (input.isSet('forecasts')) {
      const runs = await firstOf(api.list('/forecast-runs', ForecastRun), limit);
      return { text: runs.map(runLine).join('\n') || 'no forecast runs yet', json: { items: runs } };
    }
    const path = machine === undefined ? '/executions' : `/executions?machine=${encodeURIComponent(machine)}`;
    const items = await firstOf(api.list(path, Execution), limit);
    const lines = items.map(({ startedAt, status, machine: of, name }) =>
      [startedAt, status.padEnd(10), of, name].join('  '),
    );
    return { text: lines.length === 0 ? 'no executions yet' : lines.join('\n'), json: { items } };
  },
};

/** `runs show`: a forecast run by its id, or one execution with its steps. */
export const showRun: Command = {
  words: ['runs', 'show'],
  synopsis: '<id or name>',
  summary: 'show a forecast run, or an execution with its steps',
  options: tenancyOptions,
  positionals: { least: 1, most: 1 },
  run: async (input) => {
    const { api } = await openTenancy(input);
    const name = input.positionals[0] ?? '';
    const run = v.is(Uuid, name) ? await api.find(`/forecast-runs/${name}`, ForecastRunDetail) : undefined;
    if (run !== undefined) return { text: showForecastRun(run), json: run };
    const execution = await findExecution(api, name);
    const head = `${execution.machine}  ${execution.name}  ${execution.status}`;
    return { text: [head, ...execution.steps.map(describeStep)].join('\n'), json: execution };
  },
};

async function firstOf<T>(all: AsyncGenerator<T>, limit: number): Promise<T[]> {
  const items: T[] = [];
  for await (const item of all) if (items.push(item) === limit) break;
  return items;
}

/** Executions in these states ended before their work was done. */
const redrivable = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** `runs redrive`: takes a failed execution up again where it failed. */
export const redriveRun: Command = {
  words: ['runs', 'redrive'],
  synopsis: '<name>',
  summary: 'take a failed execution up again where it failed',
  options: {
    ...tenancyOptions,
    reason: {
      type: 'string',
      value: 'text',
      summary: 'why, for the audit trail (default: redriven from the command line)',
    },
  },
  positionals: { least: 1, most: 1 },
  run: async (input) => {
    const { api } = await openTenancy(input);
    const { name, status } = await findExecution(api, input.positionals[0] ?? '');
    if (!redrivable.has(status)) {
      throw new CommandFailed(`${name} is ${status}: only one that failed can be taken up again`);
    }
    const reason = { code: 'other', text: input.text('reason') ?? 'redriven from the command line' };
    const path = `/executions/${encodeURIComponent(name)}/control`;
    const body = { action: 'redrive', reason };
    const answer = await api.write(
      { method: 'POST', path, body, idempotencyKey: randomUUID() },
      WriteAccepted,
    );
    return { text: `${name} is asked to go on`, json: { name, ...answer } };
  },
};

async function findExecution(
  api: Awaited<ReturnType<typeof openTenancy>>['api'],
  name: string,
): Promise<v.InferOutput<typeof ExecutionDetail>> {
  const execution = await api.find(`/executions/${encodeURIComponent(name)}`, ExecutionDetail);
  if (execution !== undefined) return execution;
  throw new CommandFailed(
    `found no forecast run and no execution ${name}: "stock-mate runs list" names those there are`,
  );
}

function describeStep({ at, type, state, error, cause }: Step): string {
  const trouble = [error, cause].filter((part) => part !== null).join(': ');
  return ['', at, type, state ?? '', trouble]
    .filter((part) => part !== '')
    .join('  ')
    .padStart(2);
}
