import type { TaskCall } from '#infra/local/step-functions/integrations/integration.ts';
import { type Resource, parseResource } from '#infra/local/step-functions/integrations/resource.ts';
import type { TaskToCall } from './engine-services.ts';
import type { PendingTask } from './frame.ts';

/** What an integration is given for a pending task. */
export function dispatchOf(toCall: TaskToCall): { readonly resource: Resource; readonly call: TaskCall } {
  const { task, executionArn, signal } = toCall;
  const call = { action: '', parameters: task.parameters, taskNumber: task.number, executionArn, signal };
  return { resource: requireResource(task), call };
}

function requireResource(task: PendingTask): Resource {
  const resource = parseResource(task.resource);
  if (resource) return resource;
  throw new Error(
    `The stored task has the resource '${task.resource}'; expected an ARN that was accepted before.`,
  );
}
