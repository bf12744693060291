import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import { createDynamoDb } from './dynamodb.ts';
import type { Integration, TaskCall } from './integration.ts';
import { createLambda } from './lambda.ts';
import type { Resource } from './resource.ts';
import type { ClientSettings } from './sdk-client.ts';
import { createSns } from './sns.ts';
import { createSqs } from './sqs.ts';
import { createStates, type OwnApi } from './states.ts';

/** Everything a Task can call. */
export type Integrations = {
  call(resource: Resource, task: TaskCall): Promise<Json>;
  /** The result of a `.sync` job that a call has started. */
  completion(resource: Resource, task: TaskCall): Promise<Json>;
};

/** The services that are there; one line each. */
export function createIntegrations(settings: ClientSettings, own: OwnApi): Integrations {
  const lambda = createLambda(settings);
  const dynamoDb = createDynamoDb(settings);
  const states = createStates(own);
  const services: Readonly<Record<string, Integration>> = {
    lambda: lambda.service,
    sqs: createSqs(settings),
    sns: createSns(settings),
    dynamodb: dynamoDb.optimised,
    'aws-sdk:dynamodb': dynamoDb.sdk,
    states: states.optimised,
    'aws-sdk:sfn': states.sdk,
  };
  const find = (resource: Resource): Integration => {
    const service = resource.kind === 'service' ? services[resource.service] : undefined;
    if (!service) throw new RuntimeFailure('The task names a service that this endpoint does not call.');
    return service;
  };
  return {
    async call(resource, task) {
      if (resource.kind === 'function') return lambda.callFunction(resource.arn, task);
      return find(resource).call({ ...task, action: resource.kind === 'service' ? resource.action : '' });
    },
    async completion(resource, task) {
      const service = find(resource);
      if (!service.completion) throw new RuntimeFailure('The service of this task has no jobs to wait for.');
      return service.completion({
        ...task,
        parsed: resource.kind === 'service' && resource.pattern === 'sync:2',
      });
    },
  };
}
