import type { Visit } from '#infra/local/step-functions/engine/visit.ts';
import { payloadDetails } from '#infra/local/step-functions/engine/history-details.ts';
import type { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import { TimeoutFailure } from '#infra/local/step-functions/failures/timeout-failure.ts';
import type { Json, JsonObject } from '#infra/local/step-functions/json.ts';
import { type Resource, eventResource } from './resource.ts';

/** What is recorded when a task is handed over. */
export type Handover = {
  readonly parameters: Json;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly credentials: JsonObject | undefined;
};

const prefixes = { function: 'LambdaFunction', activity: 'Activity', service: 'Task' } as const;

/** Records that a task is handed over; an activity is started later, by its worker. */
export function recordHandover(visit: Visit, resource: Resource, handover: Handover): void {
  const { execution, frame } = visit;
  const type = `${prefixes[resource.kind]}Scheduled`;
  execution.emit(frame, {
    type,
    details: { ...scheduledDetails(visit, resource, handover), ...timing(handover) },
  });
  if (resource.kind === 'function') execution.emit(frame, { type: 'LambdaFunctionStarted' });
  if (resource.kind === 'service') execution.emit(frame, { type: 'TaskStarted', details: names(resource) });
}

/** Records that a worker has taken an activity. */
export function recordActivityStarted(visit: Visit, workerName: string | undefined): void {
  const details: JsonObject = workerName === undefined ? {} : { workerName };
  visit.execution.emit(visit.frame, { type: 'ActivityStarted', details });
}

/** Records that the call of a callback task has been answered. */
export function recordSubmitted(visit: Visit, resource: Resource, output: Json): void {
  visit.execution.emit(visit.frame, {
    type: 'TaskSubmitted',
    details: { ...names(resource), ...payloadDetails('output', output) },
  });
}

export function recordSucceeded(visit: Visit, resource: Resource, output: Json): void {
  visit.execution.emit(visit.frame, {
    type: `${prefixes[resource.kind]}Succeeded`,
    details: { ...names(resource), ...payloadDetails('output', output) },
  });
}

export function recordFailed(visit: Visit, resource: Resource, failure: StateFailure): void {
  const end = failure instanceof TimeoutFailure ? 'TimedOut' : 'Failed';
  visit.execution.emit(visit.frame, {
    type: `${prefixes[resource.kind]}${end}`,
    details: {
      ...names(resource),
      ...(failure.error !== undefined && { error: failure.error }),
      ...(failure.reason !== undefined && { cause: failure.reason }),
    },
  });
}

/** Who AWS says exceeded a limit. */
export function resourceName(resource: Resource): string {
  return resource.kind === 'service' ? resource.service : resource.arn;
}

function names(resource: Resource): JsonObject {
  return resource.kind === 'service'
    ? { resourceType: resource.service, resource: eventResource(resource) }
    : {};
}

function timing(handover: Handover): JsonObject {
  return {
    ...(handover.timeoutSeconds !== undefined && { timeoutInSeconds: handover.timeoutSeconds }),
    ...(handover.heartbeatSeconds !== undefined && { heartbeatInSeconds: handover.heartbeatSeconds }),
  };
}

function scheduledDetails(visit: Visit, resource: Resource, handover: Handover): JsonObject {
  const role = handover.credentials?.['RoleArn'];
  const taskCredentials: JsonObject = role === undefined ? {} : { taskCredentials: { roleArn: role } };
  if (resource.kind !== 'service') {
    return { resource: resource.arn, ...payloadDetails('input', handover.parameters), ...taskCredentials };
  }
  return {
    ...names(resource),
    region: visit.surroundings.region,
    parameters: JSON.stringify(handover.parameters),
    ...taskCredentials,
  };
}
