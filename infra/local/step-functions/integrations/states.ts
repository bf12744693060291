import { createHash, randomUUID } from 'node:crypto';
import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import {
  type Json,
  type JsonObject,
  isJsonObject,
  tryParseJson,
  jsonText,
} from '#infra/local/step-functions/json.ts';
import type { Integration, TaskCall } from './integration.ts';
import { responseMetadata } from './sdk-client.ts';
import { serviceFailure } from './sdk-failure.ts';

/** What nested workflows need of this very endpoint. */
export type OwnApi = {
  /** Calls an operation; undefined where there is none of that name. */
  call(operation: string, members: JsonObject): Promise<JsonObject> | undefined;
  /** Code and message of an error that `call` threw, or undefined for other errors. */
  readError(error: unknown): { readonly code: string; readonly message: string } | undefined;
  ended(executionArn: string): Promise<void>;
};

/** `states:startExecution` with its `.sync` forms, and every operation as `aws-sdk:sfn`. */
export function createStates(api: OwnApi): { readonly optimised: Integration; readonly sdk: Integration } {
  return {
    optimised: {
      async call(task) {
        const started = await callOwn(api, 'StepFunctions', {
          ...task,
          action: 'startExecution',
          parameters: withName(task),
        });
        return { ...started, ...responseMetadata({ requestId: randomUUID() }) };
      },
      completion: (task) => nestedEnd(api, task),
    },
    sdk: { call: (task) => callOwn(api, 'Sfn', task) },
  };
}

/** A nested execution gets a name that follows from its task, so that making the call again is the same start. */
function withName(task: TaskCall): JsonObject {
  if (!isJsonObject(task.parameters))
    throw new RuntimeFailure('The parameters of states:startExecution must be an object.');
  const { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: _, ...parameters } = task.parameters;
  const name = createHash('sha256')
    .update(`${task.executionArn}/${String(task.taskNumber)}`)
    .digest('hex')
    .slice(0, 36);
  return { Name: name, ...parameters };
}

async function callOwn(api: OwnApi, service: string, task: TaskCall): Promise<JsonObject> {
  if (!isJsonObject(task.parameters))
    throw new RuntimeFailure('The parameters of a service task must be an object.');
  const operation = `${task.action.charAt(0).toUpperCase()}${task.action.slice(1)}`;
  try {
    const answer = api.call(operation, requestMembers(task.parameters));
    if (!answer) throw new RuntimeFailure(`Step Functions has no operation '${operation}'.`);
    return resultMembers(await answer);
  } catch (error) {
    const known = api.readError(error);
    throw known ? serviceFailure(service, known) : error;
  }
}

/** PascalCase parameters become members of a request; JSON given for a text is written out. */
function requestMembers(parameters: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => {
        const isText = name === 'Input' || name === 'Output';
        return [
          `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
          isText && typeof value !== 'string' ? JSON.stringify(value) : value,
        ];
      }),
  );
}

const timeMembers = /Date$/;

function resultMembers(result: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      resultMember(name, value),
    ]),
  );
}

function resultMember(name: string, value: Json): Json {
  if (timeMembers.test(name) && typeof value === 'number') return new Date(value * 1000).toISOString();
  return isJsonObject(value) ? resultMembers(value) : value;
}

/** Waits for the nested execution's end; its description is the result, or the cause of the failure. */
async function nestedEnd(api: OwnApi, task: TaskCall & { readonly parsed: boolean }): Promise<Json> {
  const parameters = withName(task);
  const executionArn = `${jsonText(parameters['StateMachineArn']).replace(':stateMachine:', ':execution:')}:${jsonText(parameters['Name'])}`;
  await api.ended(executionArn);
  const description = await callOwn(api, 'StepFunctions', {
    ...task,
    action: 'describeExecution',
    parameters: { ExecutionArn: executionArn },
  });
  const {
    RedriveCount: _,
    RedriveStatus: __,
    RedriveStatusReason: ___,
    StartDate: start,
    StopDate: stop,
    ...rest
  } = description;
  const view: JsonObject = {
    ...rest,
    StartDate: Date.parse(jsonText(start)),
    StopDate: Date.parse(jsonText(stop)),
  };
  if (view['Status'] !== 'SUCCEEDED') throw new StateFailure('States.TaskFailed', JSON.stringify(view));
  return task.parsed ? { ...view, Input: parsed(view['Input']), Output: parsed(view['Output']) } : view;
}

/** `.sync:2` gives input and output as JSON, `.sync` as texts. */
function parsed(text: Json | undefined): Json {
  return typeof text === 'string' ? (tryParseJson(text) ?? text) : (text ?? null);
}
