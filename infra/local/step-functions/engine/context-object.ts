import { type Json, type JsonObject } from '#infra/local/step-functions/json.ts';
import type { Frame } from './frame.ts';
import type { Visit } from './visit.ts';

/** State types that Retry applies to. */
const retriable = new Set(['Task', 'Parallel', 'Map']);

/** The context object (`$states.context`, `$$`) of a state visit. */
export function contextObject(
  visit: Visit,
  item?: { readonly index: number; readonly value: Json },
): JsonObject {
  if (visit.context) return visit.context;
  const { identity } = visit.execution;
  const iteration = item ?? enclosingItem(visit, visit.frame);
  return {
    Execution: {
      Id: identity.arn,
      Input: identity.input,
      StartTime: new Date(identity.startedAt).toISOString(),
      Name: identity.name,
      RoleArn: identity.roleArn === '' ? null : identity.roleArn,
      ...(identity.type === 'STANDARD' && { RedriveCount: identity.redriveCount }),
    },
    StateMachine: { Id: identity.machineArn, Name: identity.machineName },
    State: {
      Name: visit.state.name,
      EnteredTime: new Date(visit.frame.entered.at).toISOString(),
      ...(retriable.has(visit.state.definition.Type) && { RetryCount: visit.frame.retryCount }),
    },
    ...(visit.taskToken !== undefined && { Task: { Token: visit.taskToken } }),
    ...(iteration && { Map: { Item: { Index: iteration.index, Value: iteration.value } } }),
  };
}

/** The innermost iteration a thread runs in. */
function enclosingItem(
  visit: Visit,
  frame: Frame,
): { readonly index: number; readonly value: Json } | undefined {
  if (frame.item !== undefined) return { index: frame.index, value: frame.item };
  const parent = visit.execution.parentOf(frame);
  return parent && enclosingItem(visit, parent);
}
