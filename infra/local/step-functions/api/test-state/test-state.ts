import { chooseCatcher, chooseRetry, errorOutput } from '#infra/local/step-functions/engine/recovery.ts';
import type { Conclusion, Visit } from '#infra/local/step-functions/engine/visit.ts';
import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import type { Json, JsonObject } from '#infra/local/step-functions/json.ts';
import type { Operation } from '#infra/local/step-functions/wire/http-server.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';
import type { ApiServices } from '#infra/local/step-functions/api/api-services.ts';
import { inspectMap } from './inspect-map.ts';
import { readTestRequest } from './test-request.ts';
import type { TestRun } from './test-run.ts';
import { testVisit } from './test-visit.ts';

/** Testing one state without a machine or an execution. */
export function testStateOperations(services: ApiServices): Readonly<Record<string, Operation>> {
  return { TestState: (request) => testState(services, request) };
}

type Outcome = { readonly conclusion: Conclusion; readonly next: string | undefined };

async function testState(services: ApiServices, request: Request): Promise<JsonObject> {
  const level = request.optionalText('inspectionLevel', { oneOf: ['INFO', 'DEBUG', 'TRACE'] }) ?? 'INFO';
  const test = readTestRequest(request);
  const stages: Record<string, Json> = { input: JSON.stringify(test.input) };
  const visit = testVisit(services, test, (stage, value) => {
    stages[stage] = JSON.stringify(value);
  });
  const view = await run({ services, test, visit, stages });
  return level === 'INFO' ? view : { ...view, inspectionData: stages };
}

async function run(testRun: TestRun): Promise<JsonObject> {
  const { test, visit, stages } = testRun;
  try {
    const { conclusion, next } = await work(testRun);
    const variables = { ...test.variables, ...conclusion.assigned };
    if (Object.keys(variables).length > 0) stages['variables'] = JSON.stringify(variables);
    return {
      status: 'SUCCEEDED',
      output: JSON.stringify(conclusion.output),
      ...(next !== undefined && { nextState: next }),
    };
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    return failed(visit, worded(visit, error), stages);
  }
}

async function work(testRun: TestRun): Promise<Outcome> {
  const { visit, stages } = testRun;
  const { definition } = visit.state;
  const next = definition.Next;
  switch (definition.Type) {
    case 'Choice': {
      const { next: chosen, ...conclusion } = await visit.dialect.decide(visit);
      return { conclusion, next: chosen };
    }
    case 'Fail':
      await visit.dialect.passOn(visit);
      throw new StateFailure(
        await visit.dialect.text(visit, 'Error'),
        await visit.dialect.text(visit, 'Cause'),
      );
    case 'Task':
      await visit.dialect.prepare(visit);
      return { conclusion: await concludeWork(testRun, stages), next };
    case 'Map':
      await inspectMap(testRun);
      return { conclusion: await concludeWork(testRun, {}), next };
    case 'Parallel':
      return { conclusion: await concludeWork(testRun, {}), next };
    case 'Pass':
      if (definition.Result !== undefined) stages['result'] = JSON.stringify(definition.Result);
      return { conclusion: await visit.dialect.passOn(visit), next };
    case 'Wait':
    case 'Succeed':
      return { conclusion: await visit.dialect.passOn(visit), next };
  }
}

/** The mock stands for the work; a Task without one is carried out. */
async function concludeWork(
  { services, test, visit }: TestRun,
  stages: Record<string, Json>,
): Promise<Conclusion> {
  const { mock } = test;
  if (mock?.kind === 'error') throw new StateFailure(mock.error, mock.cause);
  const result = mock
    ? mock.result
    : await services.engine.callOnce(
        visit.state.definition.Resource ?? '',
        await visit.dialect.prepare(visit),
      );
  stages['result'] = JSON.stringify(result);
  return visit.dialect.conclude(visit, result);
}

/** Says what a Retry or Catch would do about the failure. */
async function failed(
  visit: Visit,
  failure: StateFailure,
  stages: Record<string, Json>,
): Promise<JsonObject> {
  const { definition } = visit.state;
  const described = {
    ...(failure.error !== undefined && { error: failure.error }),
    ...(failure.reason !== undefined && { cause: failure.reason }),
  };
  const retriers = definition.Retry ?? [];
  const retry = chooseRetry(retriers, failure, visit.frame);
  const retryIndex = retriers.findIndex(
    (retrier) =>
      retrier.ErrorEquals.includes(failure.error ?? '') || retrier.ErrorEquals.includes('States.ALL'),
  );
  if (retry) {
    const retryBackoffIntervalSeconds = Math.round(retry.delayMs / 1000);
    stages['errorDetails'] = { retryBackoffIntervalSeconds, retryIndex: retry.retrier };
    return { ...described, status: 'RETRIABLE' };
  }
  const catcher = chooseCatcher(definition.Catch ?? [], failure);
  if (retryIndex >= 0) stages['errorDetails'] = { retryIndex };
  if (!catcher) return { ...described, status: 'FAILED' };
  stages['errorDetails'] = {
    catchIndex: (definition.Catch ?? []).indexOf(catcher),
    ...(retryIndex >= 0 && { retryIndex }),
  };
  const { output } = await visit.dialect.concludeCaught(visit, catcher, errorOutput(failure));
  return { ...described, status: 'CAUGHT_ERROR', output: JSON.stringify(output), nextState: catcher.Next };
}

function worded(visit: Visit, failure: StateFailure): StateFailure {
  if (!failure.namesState) return failure;
  return failure.withReason(
    `An error occurred while executing the state '${visit.state.name}'. ${failure.reason ?? ''}`,
  );
}
