/** What became of an execution of a workflow. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { WorkflowCompleted } from '#shared/contracts/events/workflows.ts';
import { accept, type Acceptance } from '#shared/domain/decider.ts';

/** What is known of an execution. */
export type ExecutionState = { readonly completed: WorkflowCompleted | null };

/** An execution that has not ended. */
export const runningExecution: ExecutionState = { completed: null };

/** Records how an execution ended; a redriven one ends again with another history. */
export function completeExecution(
  state: ExecutionState,
  completed: WorkflowCompleted,
): Acceptance<ExecutionState> {
  const isKnown = state.completed?.historySha256 === completed.historySha256;
  const events: DomainEvent[] = isKnown ? [] : [{ type: 'WorkflowCompleted', payload: completed }];
  return accept(state, events, evolveExecution);
}

/** What an event makes of the state. */
function evolveExecution(state: ExecutionState, event: DomainEvent): ExecutionState {
  return event.type === 'WorkflowCompleted' ? { completed: event.payload } : state;
}
