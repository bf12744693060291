import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, type InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import { type Json, type JsonObject, isJsonObject, tryParseJson } from '#infra/local/step-functions/json.ts';
import type { Integration, TaskCall } from './integration.ts';
import { isRefused, sdkFailure } from './sdk-failure.ts';
import { type ClientSettings, clientConfiguration, responseMetadata } from './sdk-client.ts';

const names = { service: 'Lambda', product: 'AWSLambda', generic: 'AWSLambdaException' };

/** How long a call waits for a Lambda endpoint that nobody listens at yet (a restart of the whole machine). */
const patienceMs = 60_000;

type Invocation = {
  readonly functionName: string;
  readonly payload: string | undefined;
  readonly options?: JsonObject;
};

/** Lambda: by the function's ARN, and as the service integration `lambda:invoke`. */
export type Lambda = {
  /** A Task whose Resource is a function's ARN: its result is the function's. */
  callFunction(arn: string, task: TaskCall): Promise<Json>;
  readonly service: Integration;
};

export function createLambda(settings: ClientSettings): Lambda {
  const client = new LambdaClient(clientConfiguration(settings, 'lambda'));
  return {
    async callFunction(arn, task) {
      const answer = await invoke(
        client,
        { functionName: arn, payload: JSON.stringify(task.parameters) },
        task,
      );
      return payloadOf(answer);
    },
    service: {
      async call(task) {
        const invocation = invocationOf(task);
        const answer = await invoke(client, invocation, task);
        return {
          ...(answer.ExecutedVersion !== undefined && { ExecutedVersion: answer.ExecutedVersion }),
          ...(answer.LogResult !== undefined && { LogResult: answer.LogResult }),
          Payload: payloadOf(answer),
          ...responseMetadata(answer.$metadata),
          StatusCode: answer.StatusCode ?? 200,
        };
      },
    },
  };
}

function invocationOf(task: TaskCall): Invocation {
  const { parameters } = task;
  if (!isJsonObject(parameters))
    throw new RuntimeFailure('The Parameters of lambda:invoke must be an object.');
  const { FunctionName: functionName, Payload: payload, ...options } = parameters;
  if (typeof functionName !== 'string')
    throw new RuntimeFailure("The field 'FunctionName' of lambda:invoke must be a string.");
  // AWS sends a text as it stands and everything else as JSON; without a Payload an empty object.
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload ?? {});
  return { functionName, payload: text, options };
}

async function invoke(
  client: LambdaClient,
  invocation: Invocation,
  task: TaskCall,
): Promise<InvokeCommandOutput> {
  const command = new InvokeCommand({
    FunctionName: invocation.functionName,
    ...(invocation.payload !== undefined && { Payload: Buffer.from(invocation.payload) }),
    ...optionalTexts(invocation.options ?? {}),
  });
  const answer = await sendPatiently(client, command, task);
  if (answer.FunctionError !== undefined) throw functionFailure(answer);
  return answer;
}

async function sendPatiently(
  client: LambdaClient,
  command: InvokeCommand,
  task: TaskCall,
): Promise<InvokeCommandOutput> {
  const giveUpAt = Date.now() + patienceMs;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    try {
      return await client.send(command, { abortSignal: task.signal });
    } catch (error) {
      // Nobody listened, so nothing was delivered: asking again cannot do the work twice.
      if (!isRefused(error) || Date.now() > giveUpAt || task.signal.aborted) throw sdkFailure(names, error);
    }
    await sleep(pause);
  }
}

const optionalFields = ['ClientContext', 'InvocationType', 'LogType', 'Qualifier'] as const;

function optionalTexts(options: JsonObject): object {
  const given = optionalFields.filter((field) => typeof options[field] === 'string');
  return Object.fromEntries(given.map((field) => [field, options[field]]));
}

function payloadText(answer: InvokeCommandOutput): string {
  return answer.Payload ? Buffer.from(answer.Payload).toString('utf8') : '';
}

function payloadOf(answer: InvokeCommandOutput): Json {
  const text = payloadText(answer);
  return text === '' ? {} : (tryParseJson(text) ?? text);
}

/** The function threw: Error is its errorType, Cause its answer as it stands. */
function functionFailure(answer: InvokeCommandOutput): StateFailure {
  const text = payloadText(answer);
  const details = tryParseJson(text);
  const type = isJsonObject(details) ? details['errorType'] : undefined;
  return new StateFailure(typeof type === 'string' ? type : 'Lambda.Unknown', text);
}
