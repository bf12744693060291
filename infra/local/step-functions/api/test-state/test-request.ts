import type { StateDefinition } from '#infra/local/step-functions/definition/definition.ts';
import {
  compileProgram,
  findState,
  type Program,
  type ProgramState,
} from '#infra/local/step-functions/definition/program.ts';
import {
  type Json,
  type JsonObject,
  isJsonArray,
  isJsonObject,
  tryParseJson,
} from '#infra/local/step-functions/json.ts';
import { ApiError } from '#infra/local/step-functions/wire/api-error.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';
import { checkInput } from '#infra/local/step-functions/api/executions.ts';
import { checkDefinition } from '#infra/local/step-functions/api/state-machines.ts';

/** What a tested state's work gives instead of being done. */
type Mock =
  | { readonly kind: 'result'; readonly result: Json }
  | { readonly kind: 'error'; readonly error?: string; readonly cause?: string };

/** A TestState request, checked. */
export type TestRequest = {
  readonly program: Program;
  readonly state: ProgramState;
  readonly input: Json;
  readonly roleArn: string;
  readonly variables: JsonObject;
  readonly context: JsonObject | undefined;
  readonly mock: Mock | undefined;
  readonly retryCount: number;
  readonly configuration: JsonObject;
};

const mockable = new Set(['Task', 'Map', 'Parallel']);

/** Reads a request with the checks AWS makes before it runs anything. */
export function readTestRequest(request: Request): TestRequest {
  const { program, state } = readState(request);
  const input = request.optionalText('input') ?? '{}';
  checkInput(input);
  const mock = readMock(request);
  const configuration = request.optionalObject('stateConfiguration') ?? {};
  if (!mock && configuration['mapIterationFailureCount'] !== undefined) {
    throw invalid('TestState does not support MapIterationFailureCount when a mock is not specified.');
  }
  checkMock(request, state.definition, mock);
  const retryCount = configuration['retrierRetryCount'];
  return {
    program,
    state,
    input: tryParseJson(input) ?? {},
    roleArn: request.optionalText('roleArn') ?? '',
    variables: readObject(request, 'variables') ?? {},
    context: readContext(request, state.definition),
    mock,
    retryCount: typeof retryCount === 'number' ? retryCount : 0,
    configuration,
  };
}

/** The definition is a state, or a whole machine of which stateName picks one. */
function readState(request: Request): { readonly program: Program; readonly state: ProgramState } {
  const text = request.text('definition', { min: 1 });
  const stateName = request.optionalText('stateName', { min: 1, max: 80 });
  const definition = tryParseJson(text);
  const machine =
    stateName === undefined ? JSON.stringify(wrap(isJsonObject(definition) ? definition : {})) : text;
  const wanted = stateName ?? 'StateName';
  const states = stateName !== undefined && isJsonObject(definition) ? definition['States'] : undefined;
  if (stateName !== undefined && !(isJsonObject(states) && Object.hasOwn(states, stateName)))
    throw invalid('State not found in definition');
  checkDefinition(machine, 'STANDARD');
  const program = compileProgram(machine);
  return { program, state: findState(program, '', wanted) };
}

/** A machine around one state; the states it leads to are there in name. */
function wrap(state: JsonObject): JsonObject {
  const targets = [state['Next'], state['Default'], ...listed(state['Choices']), ...listed(state['Catch'])];
  const others = targets
    .filter((target) => typeof target === 'string')
    .map((target) => [target, { Type: 'Succeed' }] as const);
  return { StartAt: 'StateName', States: { ...Object.fromEntries(others), StateName: state } };
}

function listed(entries: Json | undefined): readonly (Json | undefined)[] {
  return isJsonArray(entries)
    ? entries.map((entry) => (isJsonObject(entry) ? entry['Next'] : undefined))
    : [];
}

function readMock(request: Request): Mock | undefined {
  const mock = request.optionalObject('mock');
  if (!mock) return undefined;
  const { result, errorOutput: error } = mock;
  if (result !== undefined && error !== undefined) {
    throw invalid('A test mock should have only one of the following fields: [result, errorOutput].');
  }
  if (isJsonObject(error)) {
    const { error: name, cause } = error;
    return {
      kind: 'error',
      ...(typeof name === 'string' && { error: name }),
      ...(typeof cause === 'string' && { cause }),
    };
  }
  const value = typeof result === 'string' ? tryParseJson(result) : undefined;
  if (value === undefined) throw invalid('Mocked result must be a valid JSON string.');
  return { kind: 'result', result: value };
}

function checkMock(request: Request, definition: StateDefinition, mock: Mock | undefined): void {
  const { Type: type } = definition;
  if (mock && request.boolean('revealSecrets'))
    throw invalid('TestState does not support RevealSecrets when a mock is specified.');
  if (!mock && (type === 'Map' || type === 'Parallel')) {
    throw new ApiError(
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    );
  }
  if (!mock) return;
  if (!mockable.has(type)) throw invalid(`State type '${type}' is not supported when a mock is specified`);
  if (mock.kind === 'result') checkMockedResult(definition, mock.result);
}

function checkMockedResult(definition: StateDefinition, result: Json): void {
  const { Type: type, ResultWriter: writer, Branches: branches } = definition;
  if (type === 'Task') return;
  if (type === 'Map' && writer) {
    if (!isJsonObject(result)) throw invalid('Mocked result must be a JSON object.');
    return;
  }
  if (!isJsonArray(result)) throw invalid('Mocked result must be an array.');
  if (type === 'Parallel' && result.length !== branches?.length) {
    throw invalid('Mocked result must contain the same number of items as number of Parallel branches.');
  }
}

function readContext(request: Request, definition: StateDefinition): JsonObject | undefined {
  const context = readObject(request, 'context');
  const waits = /\.(sync(:2)?|waitForTaskToken)$/.test(definition.Resource ?? '');
  if (context?.['Task'] !== undefined && !waits) {
    throw invalid(
      "Invalid Context object provided: Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    );
  }
  return context;
}

function readObject(request: Request, name: string): JsonObject | undefined {
  const text = request.optionalText(name);
  if (text === undefined) return undefined;
  const value = tryParseJson(text);
  if (!isJsonObject(value)) throw invalid(`The value of '${name}' must be a JSON object.`);
  return value;
}

function invalid(message: string): ApiError {
  return new ApiError('ValidationException', message);
}
