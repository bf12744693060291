import { newFrame } from '#infra/local/step-functions/engine/frame.ts';
import {
  type Outcome,
  type StateHandler,
  type Visit,
  leave,
} from '#infra/local/step-functions/engine/visit.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import { pendingChildren } from './children.ts';
import { type MapRun, distributedRun, inlineRun } from './map-run.ts';

/** Map: one iteration per item, at most MaxConcurrency at once; the results are an array in item order. */
export const mapState: StateHandler = {
  failedEvent: 'MapStateFailed',

  async work(visit) {
    const { execution, frame } = visit;
    const items = await visit.dialect.items(visit);
    const concurrency = (await visit.dialect.number(visit, 'MaxConcurrency')) ?? 0;
    const toleratedCount = await toleratedFailures(visit, items.length);
    runOf(visit).started(visit, items.length);
    execution.setItems(frame, items);
    const children = { total: items.length, concurrency, toleratedCount, started: 0, finished: 0, failed: 0 };
    frame.wait = { kind: 'children', children };
    await startIterations(visit);
    return items.length === 0 ? join(visit) : { kind: 'wait' };
  },

  async childDone(visit, child) {
    const { finished, total } = pendingChildren(visit.frame);
    return iterationOver(visit, runOf(visit).iterationSucceeded(visit, child, finished + 1 === total), 0);
  },

  async childFailed(visit, child, failure) {
    const { execution, frame } = visit;
    const run = runOf(visit);
    const { failed, toleratedCount } = pendingChildren(frame);
    frame.previous = run.iterationFailed(visit, child);
    if (failed + 1 > toleratedCount) throw run.failed(visit, failure, toleratedCount > 0);
    execution.remove(child);
    return iterationOver(visit, frame.previous, 1);
  },
};

function runOf(visit: Visit): MapRun {
  const { ItemProcessor: processor } = visit.state.definition;
  return processor?.ProcessorConfig?.Mode === 'DISTRIBUTED' ? distributedRun : inlineRun;
}

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
  const run = runOf(visit);
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
    previous: run.quiet ? 1 : frame.previous,
    ...((run.quiet || frame.quiet) && { quiet: true }),
  });
  execution.add(child, 'new');
  run.iterationStarted(visit, child);
  execution.runnable.push(child);
}

async function join(visit: Visit): Promise<Outcome> {
  const { execution, frame } = visit;
  const done = execution.childrenOf(frame).toSorted((left, right) => left.index - right.index);
  const outputs = done.map((child) => (child.wait.kind === 'done' ? child.wait.output : null));
  runOf(visit).succeeded(visit);
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
