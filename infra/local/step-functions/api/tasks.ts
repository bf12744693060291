import type { TaskReference } from '#infra/local/step-functions/engine/task-tokens.ts';
import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import { type JsonObject, tryParseJson } from '#infra/local/step-functions/json.ts';
import { exceedsPayload, limits } from '#infra/local/step-functions/limits.ts';
import { ApiError } from '#infra/local/step-functions/wire/api-error.ts';
import type { Operation } from '#infra/local/step-functions/wire/http-server.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';
import type { ApiServices } from './api-services.ts';

/** Settling tasks by their tokens. */
export function taskOperations(services: ApiServices): Readonly<Record<string, Operation>> {
  return {
    SendTaskSuccess: (request) => succeed(services, request),
    SendTaskFailure: (request) => fail(services, request),
    SendTaskHeartbeat: (request) => heartbeat(services, request),
  };
}

async function succeed(services: ApiServices, request: Request): Promise<JsonObject> {
  const text = request.text('output');
  const task = readToken(services, request);
  const output = tryParseJson(text);
  if (output === undefined || exceedsPayload(text)) {
    throw new ApiError(
      'InvalidOutput',
      "Invalid Output: 'Invalid JSON: the output must be JSON of at most 262144 bytes'",
    );
  }
  return settled(await services.engine.settle(task, { kind: 'succeeded', output }));
}

async function fail(services: ApiServices, request: Request): Promise<JsonObject> {
  const error = request.optionalText('error', { max: limits.errorCharacters });
  const cause = request.optionalText('cause', { max: limits.causeCharacters });
  const failure = new StateFailure(error, cause);
  return settled(await services.engine.settle(readToken(services, request), { kind: 'failed', failure }));
}

async function heartbeat(services: ApiServices, request: Request): Promise<JsonObject> {
  return settled(await services.engine.heartbeat(readToken(services, request)));
}

function readToken(services: ApiServices, request: Request): TaskReference {
  const task = services.tokens.read(request.text('taskToken', { min: 1, max: 2048 }));
  if (!task) throw new ApiError('InvalidToken', "Invalid Token: 'Invalid token'");
  return task;
}

/** AWS says of a token that was used, timed out or superseded that the task is gone. */
function settled(isSettled: boolean): JsonObject {
  if (!isSettled)
    throw new ApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  return {};
}
