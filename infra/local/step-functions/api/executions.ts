import { randomUUID } from 'node:crypto';
import type { ExecutionPlan } from '#infra/local/step-functions/engine/plan.ts';
import {
  type Json,
  type JsonObject,
  jsonEquals,
  parseJson,
  tryParseJson,
} from '#infra/local/step-functions/json.ts';
import { exceedsPayload, limits } from '#infra/local/step-functions/limits.ts';
import {
  type ExecutionRow,
  findExecution,
  listExecutions,
} from '#infra/local/step-functions/store/executions.ts';
import { findRevision } from '#infra/local/step-functions/store/machines.ts';
import { ApiError } from '#infra/local/step-functions/wire/api-error.ts';
import type { Operation } from '#infra/local/step-functions/wire/http-server.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';
import type { ApiServices } from './api-services.ts';
import { checkExecutionArn, executionArn, expressArn, readMachineArn } from './arns.ts';
import { describeExecution, executionSummary, redriveRefusal } from './execution-views.ts';
import { jacksonError } from './jackson.ts';
import { checkName } from './names.ts';
import { readPageSize, readPageToken, writePageToken } from './pages.ts';
import { resolveRevision } from './resolve-revision.ts';
import { describeMachine, noSuchMachine } from './state-machines.ts';
import { epochSeconds } from './times.ts';

const statuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'] as const;

/** Operations on executions. */
export function executionOperations(services: ApiServices): Readonly<Record<string, Operation>> {
  return {
    StartExecution: (request) => start(services, request),
    StartSyncExecution: (request) => startSync(services, request),
    StopExecution: (request) => stop(services, request),
    RedriveExecution: (request) => redrive(services, request),
    DescribeExecution: async (request) => describeExecution(await requireExecution(services, request)),
    DescribeStateMachineForExecution: (request) => describeMachineOf(services, request),
    ListExecutions: (request) => list(services, request),
  };
}

/** The execution a request names, or ExecutionDoesNotExist. */
export async function requireExecution(services: ApiServices, request: Request): Promise<ExecutionRow> {
  const arn = checkExecutionArn(request.text('executionArn', { min: 1 }));
  const row = await services.reads.run((sql) => findExecution(sql, arn));
  if (!row) throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return row;
}

/** Starts under one name at a time, so that two equal requests cannot both find the name free. */
const starting = new Map<string, Promise<JsonObject>>();

async function start(services: ApiServices, request: Request): Promise<JsonObject> {
  const plan = await readPlan(services, request);
  if (!request.has('name') || plan.revision.type === 'EXPRESS') return begin(services, plan);
  const before = starting.get(plan.arn);
  // The start before has told its own caller of its failure.
  const turn = (before ?? Promise.resolve()).catch(() => undefined).then(() => startNamed(services, plan));
  starting.set(plan.arn, turn);
  try {
    return await turn;
  } finally {
    if (starting.get(plan.arn) === turn) starting.delete(plan.arn);
  }
}

async function readPlan(services: ApiServices, request: Request): Promise<ExecutionPlan> {
  const reference = readMachineArn(request.text('stateMachineArn', { min: 1 }));
  const named = request.optionalText('name', { min: 1 });
  const name = named === undefined ? randomUUID() : checkName(named);
  const input = request.optionalText('input') ?? '{}';
  checkInput(input);
  const target = await services.reads.run((sql) => resolveRevision(sql, reference));
  return {
    arn:
      target.revision.type === 'EXPRESS'
        ? expressArn(reference.machineArn, name)
        : executionArn(reference.machineArn, name),
    name,
    input,
    machineArn: reference.machineArn,
    versionArn: target.versionArn,
    aliasArn: target.aliasArn,
    revision: target.revision,
    traceHeader: request.optionalText('traceHeader') ?? null,
  };
}

async function startSync(services: ApiServices, request: Request): Promise<JsonObject> {
  const plan = await readPlan(services, request);
  if (plan.revision.type !== 'EXPRESS') throw typeNotSupported();
  const { identity, end } = await services.engine.runToEnd(plan);
  const duration = end.stoppedAt - identity.startedAt;
  return {
    executionArn: identity.arn,
    stateMachineArn: identity.machineArn,
    name: identity.name,
    startDate: epochSeconds(identity.startedAt),
    stopDate: epochSeconds(end.stoppedAt),
    status: end.status,
    input: plan.input,
    inputDetails: { included: true },
    ...(end.output !== undefined && { output: end.output }),
    outputDetails: { included: true },
    ...(end.error !== undefined && { error: end.error }),
    ...(end.cause !== undefined && { cause: end.cause }),
    // AWS bills by 100 ms and 64 MB.
    billingDetails: {
      billedDurationInMilliseconds: Math.ceil((duration + 1) / 100) * 100,
      billedMemoryUsedInMB: 64,
    },
  };
}

/** The same name with the same input while running is the same start; any other use of a taken name is refused. */
async function startNamed(services: ApiServices, plan: ExecutionPlan): Promise<JsonObject> {
  const existing = await services.reads.run((sql) => findExecution(sql, plan.arn));
  if (!existing) return begin(services, plan);
  if (existing.status === 'RUNNING' && jsonEquals(parseJson(existing.input), parseJson(plan.input))) {
    return { executionArn: existing.arn, startDate: epochSeconds(existing.started_at) };
  }
  throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${plan.arn}'`);
}

async function begin(services: ApiServices, plan: ExecutionPlan): Promise<JsonObject> {
  const identity = await services.engine.start(plan);
  return { executionArn: identity.arn, startDate: epochSeconds(identity.startedAt) };
}

/** Refuses an input that is not JSON, or too large. */
export function checkInput(input: string): void {
  const refuse = (why: string) =>
    new ApiError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
  if (exceedsPayload(input)) {
    throw refuse(`Input exceeds the maximum of ${String(limits.payloadBytes)} bytes.`);
  }
  if (input.trim() === '') throw refuse('Invalid execution input.');
  if (tryParseJson(input) === undefined) throw refuse(jacksonError(input).message);
}

async function stop(services: ApiServices, request: Request): Promise<JsonObject> {
  const error = request.optionalText('error', { max: limits.errorCharacters });
  const cause = request.optionalText('cause', { max: limits.causeCharacters });
  const row = await requireExecution(services, request);
  const stoppedAt = await services.engine.abort(row.arn, error, cause);
  // An execution that has ended keeps its end.
  const after = stoppedAt ?? (await requireExecution(services, request)).stopped_at ?? Date.now();
  return { stopDate: epochSeconds(after) };
}

async function redrive(services: ApiServices, request: Request): Promise<JsonObject> {
  const row = await requireExecution(services, request);
  const refusal = redriveRefusal(row);
  if (refusal !== undefined) throw new ApiError('ExecutionNotRedrivable', refusal);
  const at = await services.engine.redrive(row);
  return { redriveDate: epochSeconds(at) };
}

async function describeMachineOf(services: ApiServices, request: Request): Promise<JsonObject> {
  const row = await requireExecution(services, request);
  const revision = await services.reads.run((sql) => findRevision(sql, row.revision));
  if (!revision) throw noSuchMachine(row.machine_arn);
  const {
    status: _,
    type: __,
    ...view
  } = describeMachine({ ...revision, name: row.machine_arn.split(':')[6] ?? '' });
  return {
    ...view,
    stateMachineArn: row.machine_arn,
    updateDate: epochSeconds(revision.created_at),
    ...(row.version_arn !== null && { stateMachineVersionArn: row.version_arn }),
  };
}

async function list(services: ApiServices, request: Request): Promise<JsonObject> {
  const reference = readMachineArn(request.text('stateMachineArn', { min: 1 }));
  const size = readPageSize(request);
  const token = readPageToken(request, 3096);
  const { revision } = await services.reads.run((sql) => resolveRevision(sql, reference));
  if (revision.type === 'EXPRESS') throw typeNotSupported();
  const redriveFilter = request.optionalText('redriveFilter', { oneOf: ['REDRIVEN', 'NOT_REDRIVEN'] });
  const rows = await services.reads.run((sql) =>
    listExecutions(sql, {
      machineArn: reference.arn,
      by:
        reference.version !== undefined
          ? 'version_arn'
          : reference.alias !== undefined
            ? 'alias_arn'
            : 'machine_arn',
      status: request.optionalText('statusFilter', { oneOf: statuses }),
      redrive: redriveFilter === 'REDRIVEN' || redriveFilter === 'NOT_REDRIVEN' ? redriveFilter : undefined,
      after: token && { startedAt: Number(token['startedAt']), id: Number(token['id']) },
      limit: size + 1,
    }),
  );
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    executions: page.map((row): Json => executionSummary(row)),
    ...(rows.length > size &&
      last && { nextToken: writePageToken({ startedAt: last.started_at, id: last.id }) }),
  };
}

/** The operation is for the other type of machine. */
function typeNotSupported(): ApiError {
  return new ApiError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  );
}
