import { newFrame } from '#infra/local/step-functions/engine/frame.ts';
import {
  type Outcome,
  type StateHandler,
  type Visit,
  leave,
} from '#infra/local/step-functions/engine/visit.ts';
import { toleratedFailureExceeded } from '#infra/local/step-functions/failures/task-failures.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import { pendingChildren } from './children.ts';

/** Map: one iteration per item, at most MaxConcurrency at once; the results are an array in item order. */
export const mapState: StateHandler = {
  failedEvent: 'MapStateFailed',

  async work(visit) {
    const { execution, frame } = visit;
    const items = await visit.dialect.items(visit);
    const concurrency = (await visit.dialect.number(visit, 'MaxConcurrency')) ?? 0;
    const toleratedCount = await toleratedFailures(visit, items.length);
    execution.emit(frame, { type: 'MapStateStarted', details: { length: items.length } });
    execution.setItems(frame, items);
    const children = { total: items.length, concurrency, toleratedCount, started: 0, finished: 0, failed: 0 };
    frame.wait = { kind: 'children', children };
    await startIterations(visit);
    return items.length === 0 ? join(visit) : { kind: 'wait' };
  },

  async childDone(visit, child) {
    const { previous } = child;
    const details = { name: visit.state.name, index: child.index };
    const succeeded = visit.execution.emit(child, { type: 'MapIterationSucceeded', details });
    // The next iteration points to the last event within this one; only the end of the Map to the success itself.
    const { finished, total } = pendingChildren(visit.frame);
    return iterationOver(visit, finished + 1 === total ? succeeded : previous, 0);
  },

  async childFailed(visit, child, failure) {
    const { execution, frame, state } = visit;
    execution.emit(
      child,
      { type: 'MapIterationFailed', details: { name: state.name, index: child.index } },
      { aside: true },
    );
    const { failed, toleratedCount } = pendingChildren(frame);
    frame.previous = child.previous;
    if (toleratedCount === 0) throw failure;
    if (failed + 1 > toleratedCount) throw toleratedFailureExceeded();
    execution.remove(child);
    return iterationOver(visit, child.previous, 1);
  },
};

/** Counts an iteration as over and starts the next, or joins. */
async function iterationOver(visit: Visit, previous: number, failed: 0 | 1): Promise<Outcome> {
  const { frame } = visit;
  frame.previous = previous;
  const children = pendingChildren(frame);
  const finished = children.finished + 1;
  frame.wait = { kind: 'children', children: { ...children, finished, failed: children.failed + failed } };
  if (finished === children.total) return join(visit);
  await startIterations(visit);
  return { kind: 'wait' };
}

async function startIterations(visit: Visit): Promise<void> {
  const { frame } = visit;
  for (;;) {
    const children = pendingChildren(frame);
    const running = children.started - children.finished;
    if (children.started === children.total) return;
    if (children.concurrency > 0 && running >= children.concurrency) return;
    frame.wait = { kind: 'children', children: { ...children, started: children.started + 1 } };
    await startIteration(visit, children.started, frame.items?.[children.started] ?? null);
  }
}

async function startIteration(visit: Visit, index: number, item: Json): Promise<void> {
  const { execution, frame, state } = visit;
  const input = await visit.dialect.item(visit, index, item);
  const [scope = ''] = state.inner;
  const child = newFrame({
    id: execution.nextFrameId(),
    parent: frame.id,
    index,
    scope,
    item,
    state: execution.program.scopes.get(scope)?.startAt ?? '',
    input,
    previous: frame.previous,
  });
  execution.add(child, 'new');
  execution.emit(child, { type: 'MapIterationStarted', details: { name: state.name, index } });
  execution.runnable.push(child);
}

async function join(visit: Visit): Promise<Outcome> {
  const { execution, frame } = visit;
  const done = execution.childrenOf(frame).toSorted((left, right) => left.index - right.index);
  const outputs = done.map((child) => (child.wait.kind === 'done' ? child.wait.output : null));
  execution.emit(frame, { type: 'MapStateSucceeded' }, { aside: true });
  for (const child of done) execution.remove(child);
  return leave(visit, await visit.dialect.conclude(visit, outputs));
}

/** How many iterations may fail: the count, or the percentage of the items, whichever is given. */
async function toleratedFailures(visit: Visit, total: number): Promise<number> {
  const count = await visit.dialect.number(visit, 'ToleratedFailureCount');
  if (count !== undefined) return count;
  const percentage = (await visit.dialect.number(visit, 'ToleratedFailurePercentage')) ?? 0;
  return Math.floor((total * percentage) / 100);
}
