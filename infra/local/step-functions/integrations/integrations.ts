import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import type { Integration, TaskCall } from './integration.ts';
import { createLambda } from './lambda.ts';
import type { Resource } from './resource.ts';
import type { ClientSettings } from './sdk-client.ts';

/** Everything a Task can call. */
export type Integrations = {
  call(resource: Resource, task: TaskCall): Promise<Json>;
};

/** The services that are there; one line each. */
export function createIntegrations(settings: ClientSettings): Integrations {
  const lambda = createLambda(settings);
  const services: Readonly<Record<string, Integration>> = { lambda: lambda.service };
  return {
    async call(resource, task) {
      if (resource.kind === 'function') return lambda.callFunction(resource.arn, task);
      const service = resource.kind === 'service' ? services[resource.service] : undefined;
      if (!service || resource.kind !== 'service')
        throw new RuntimeFailure('The task names a service that this endpoint does not call.');
      return service.call({ ...task, action: resource.action });
    },
  };
}
