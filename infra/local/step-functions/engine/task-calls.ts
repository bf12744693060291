import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import { TimeoutFailure } from '#infra/local/step-functions/failures/timeout-failure.ts';
import { type Resource, parseResource } from '#infra/local/step-functions/integrations/resource.ts';
import { recordSubmitted } from '#infra/local/step-functions/integrations/task-events.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import type { ExecutionEngineServices } from './engine-services.ts';
import type { Frame, PendingTask } from './frame.ts';
import type { LiveExecution } from './live-execution.ts';

/** The outside of an execution's tasks: calls under way, jobs waited for, deadlines. */
export class TaskCalls {
  readonly #live: LiveExecution;
  readonly #services: ExecutionEngineServices;
  readonly #calls = new Map<number, { readonly frameId: number; readonly abort: AbortController }>();
  /** Tasks whose deadline has its timer, and jobs that are waited for: what comes later must not add another. */
  readonly #deadlines = new Set<number>();
  readonly #jobs = new Set<number>();

  constructor(live: LiveExecution, services: ExecutionEngineServices) {
    this.#live = live;
    this.#services = services;
  }

  /** Does what the checkpoint of a pending task asks for, once it is durable and again after a restart. */
  arm(frame: Frame, task: PendingTask): void {
    if (task.deadline !== undefined && !this.#deadlines.has(task.number)) {
      this.#deadlines.add(task.number);
      this.#setTimeout(frame, task, false);
    }
    if (task.heartbeatDeadline !== undefined) this.#setTimeout(frame, task, true);
    const resource = parseResource(task.resource);
    if (task.submitted) this.#awaitJob(frame, task, resource);
    else if (resource?.kind === 'activity')
      this.#services.offerActivity(resource.arn, { live: this.#live, frameId: frame.id, task });
    else if (!this.#calls.has(task.number)) this.#call(frame, task);
  }

  /** Ends the calls whose tasks are not waited for any more. */
  abortStale(): void {
    for (const [number, { frameId, abort }] of this.#calls) {
      if (this.#live.execution.end || !this.#live.waiting(frameId, number)) abort.abort();
    }
  }

  abortAll(): void {
    for (const { abort } of this.#calls.values()) abort.abort();
  }

  #setTimeout(frame: Frame, task: PendingTask, heartbeat: boolean): void {
    const at = (heartbeat ? task.heartbeatDeadline : task.deadline) ?? 0;
    this.#services.timers.at(at, () => {
      const current = this.#live.waiting(frame.id, task.number);
      const isDue =
        current?.wait.kind === 'task' && (!heartbeat || current.wait.task.heartbeatDeadline === at);
      if (isDue) this.#fail(frame, task, new TimeoutFailure(heartbeat));
    });
  }

  #call(frame: Frame, task: PendingTask): void {
    const abort = new AbortController();
    this.#calls.set(task.number, { frameId: frame.id, abort });
    const call = this.#services
      .call({ task, executionArn: this.#live.execution.identity.arn, signal: abort.signal })
      .then((output) => this.#answered(frame, task, output))
      .catch((error: unknown) => this.#fail(frame, task, error))
      .finally(() => this.#calls.delete(task.number));
    this.#live.inBackground(call);
  }

  async #answered(frame: Frame, task: PendingTask, output: Json): Promise<void> {
    if (!task.callback) {
      await this.#live.settle(frame.id, task.number, { kind: 'succeeded', output });
      return;
    }
    await this.#live.update(frame.id, task.number, (pending, current) => {
      const resource = parseResource(pending.resource);
      if (resource) recordSubmitted(this.#live.driver.visit(current), resource, output);
      return { ...pending, submitted: true };
    });
  }

  /** A `.sync` task ends with its job; one that waits for a token has no job. */
  #awaitJob(frame: Frame, task: PendingTask, resource: Resource | undefined): void {
    const isJob =
      resource?.kind === 'service' && (resource.pattern === 'sync' || resource.pattern === 'sync:2');
    if (!isJob || this.#jobs.has(task.number)) return;
    this.#jobs.add(task.number);
    const { signal } = new AbortController();
    const job = this.#services
      .completion({ task, executionArn: this.#live.execution.identity.arn, signal })
      .then((output) => this.#live.settle(frame.id, task.number, { kind: 'succeeded', output }))
      .catch((error: unknown) => this.#fail(frame, task, error));
    this.#live.inBackground(job);
  }

  #fail(frame: Frame, task: PendingTask, error: unknown): void {
    const failure =
      error instanceof StateFailure ? error : new StateFailure('States.TaskFailed', String(error));
    this.#live.inBackground(this.#live.settle(frame.id, task.number, { kind: 'failed', failure }));
  }
}
