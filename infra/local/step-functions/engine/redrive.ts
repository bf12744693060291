import type { Execution, ExecutionBatch } from './execution.ts';
import type { Frame } from './frame.ts';

/**
 * Makes the checkpoint of an execution that ended badly go on from its unsuccessful steps: threads that are done stay
 * done, threads that wait for others wait on, all others do the work of their state again without entering it anew.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export function prepareRedrive(execution: Execution, redriveCount: number): ExecutionBatch {
  const root = execution.frames.get(0);
  if (!root)
    throw new Error(
      `Execution ${execution.identity.arn} has no checkpoint; expected one that can be redriven.`,
    );
  // The thread that failed last has the last event; AWS appends the redrive after it.
  const previous = execution.nextEvent - 1;
  execution.emit(root, { type: 'ExecutionRedriven', details: { redriveCount } }, { previous, aside: true });
  for (const frame of execution.frames.values()) rewind(execution, frame);
  const { batch } = execution.takeBatch();
  return { ...batch, redrive: redriveCount };
}

function rewind(execution: Execution, frame: Frame): void {
  execution.touch(frame);
  if (frame.wait.kind === 'done' || frame.wait.kind === 'ready') return;
  if (frame.wait.kind === 'children' && execution.childrenOf(frame).length > 0) {
    const finished = execution.childrenOf(frame).filter((child) => child.wait.kind === 'done').length;
    frame.wait = { kind: 'children', children: { ...frame.wait.children, finished, failed: 0 } };
    return;
  }
  frame.attempts = [];
  frame.retryCount = 0;
  frame.wait = { kind: 'retry', until: Date.now() };
}
