import { newFrame } from '#infra/local/step-functions/engine/frame.ts';
import {
  type Outcome,
  type StateHandler,
  type Visit,
  leave,
} from '#infra/local/step-functions/engine/visit.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import { pendingChildren } from './children.ts';

/** Parallel: every branch gets the same input; the results are an array in branch order. */
export const parallelState: StateHandler = {
  failedEvent: 'ParallelStateFailed',

  async work(visit) {
    const { execution, frame, state } = visit;
    const input = await visit.dialect.prepare(visit);
    execution.emit(frame, { type: 'ParallelStateStarted' });
    const total = state.inner.length;
    frame.wait = {
      kind: 'children',
      children: { total, concurrency: 0, toleratedCount: 0, started: total, finished: 0, failed: 0 },
    };
    for (const [index, scope] of state.inner.entries()) startBranch(visit, { index, scope, input });
    return { kind: 'wait' };
  },

  async childDone(visit, child) {
    const { execution, frame } = visit;
    frame.previous = child.previous;
    const children = pendingChildren(frame);
    const finished = children.finished + 1;
    frame.wait = { kind: 'children', children: { ...children, finished } };
    return finished < children.total
      ? { kind: 'wait' }
      : join(visit, execution.childrenOf(frame).map(outputOf));
  },

  async childFailed(visit, child, failure) {
    visit.frame.previous = child.previous;
    throw failure;
  },
};

function startBranch(
  visit: Visit,
  branch: { readonly index: number; readonly scope: string; readonly input: Json },
): void {
  const { execution, frame } = visit;
  const state = execution.program.scopes.get(branch.scope)?.startAt ?? '';
  const id = execution.nextFrameId();
  const child = newFrame({
    ...branch,
    id,
    parent: frame.id,
    state,
    previous: frame.previous,
    ...(frame.quiet && { quiet: true }),
  });
  execution.add(child, 'new');
  execution.runnable.push(child);
}

async function join(visit: Visit, outputs: readonly Json[]): Promise<Outcome> {
  const { execution, frame } = visit;
  execution.emit(frame, { type: 'ParallelStateSucceeded' }, { aside: true });
  for (const child of execution.childrenOf(frame)) execution.remove(child);
  return leave(visit, await visit.dialect.conclude(visit, outputs));
}

function outputOf(child: { readonly wait: { readonly kind: string; readonly output?: Json } }): Json {
  return child.wait.output ?? null;
}
