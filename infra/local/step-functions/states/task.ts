import { type StateHandler, type Visit, leave } from '#infra/local/step-functions/engine/visit.ts';
import { dataLimitExceeded } from '#infra/local/step-functions/failures/limit-failures.ts';
import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import type { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import { type Resource, parseResource } from '#infra/local/step-functions/integrations/resource.ts';
import {
  recordFailed,
  recordHandover,
  recordSucceeded,
  resourceName,
} from '#infra/local/step-functions/integrations/task-events.ts';
import { exceedsPayload } from '#infra/local/step-functions/limits.ts';

/** Task: hands its arguments to an integration and waits for the answer, or for the token to come back. */
export const taskState: StateHandler = {
  async work(visit) {
    const resource = resourceOf(visit);
    const number = visit.execution.nextEvent;
    const callback =
      resource.kind === 'activity' || (resource.kind === 'service' && resource.pattern !== 'request');
    const { dialect } = visit;
    const parameters = await dialect.prepare(callback ? withToken(visit, number) : visit);
    const timeoutSeconds = await dialect.number(visit, 'TimeoutSeconds');
    const heartbeatSeconds = await dialect.number(visit, 'HeartbeatSeconds');
    const credentials = await dialect.credentials(visit);
    if (resource.kind === 'activity' && !visit.surroundings.activityExists(resource.arn)) {
      throw new RuntimeFailure(`The activity ${resource.arn} does not exist.`);
    }
    recordHandover(visit, resource, { parameters, timeoutSeconds, heartbeatSeconds, credentials });
    const now = Date.now();
    visit.frame.wait = {
      kind: 'task',
      task: {
        number,
        resource: visit.state.definition.Resource ?? '',
        parameters,
        callback,
        submitted: false,
        ...(timeoutSeconds !== undefined && { deadline: now + timeoutSeconds * 1000 }),
        ...(heartbeatSeconds !== undefined && {
          heartbeatSeconds,
          heartbeatDeadline: now + heartbeatSeconds * 1000,
        }),
      },
    };
    return { kind: 'wait' };
  },

  async taskSettled(visit, settlement) {
    const resource = resourceOf(visit);
    if (settlement.kind === 'failed') throw failed(visit, resource, settlement.failure);
    if (exceedsPayload(JSON.stringify(settlement.output))) {
      throw failed(visit, resource, dataLimitExceeded(resourceName(resource)));
    }
    recordSucceeded(visit, resource, settlement.output);
    return leave(visit, await visit.dialect.conclude(visit, settlement.output));
  },
};

function failed(visit: Visit, resource: Resource, failure: StateFailure): StateFailure {
  recordFailed(visit, resource, failure);
  return failure;
}

function withToken(visit: Visit, taskNumber: number): Visit {
  const { execution, frame, surroundings } = visit;
  return { ...visit, taskToken: surroundings.taskToken(execution.identity.id, frame.id, taskNumber) };
}

function resourceOf(visit: Visit): Resource {
  const text = visit.state.definition.Resource ?? '';
  const resource = parseResource(text);
  if (!resource) throw new RuntimeFailure(`The resource provided ${text} is not recognized.`);
  return resource;
}
