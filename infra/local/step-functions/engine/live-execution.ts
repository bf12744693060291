import type { ExecutionEngineServices } from './engine-services.ts';
import { Driver } from './driver.ts';
import type { Execution } from './execution.ts';
import type { Frame, FrameWait, PendingTask } from './frame.ts';
import type { NewExecution } from '#infra/local/step-functions/store/writer.ts';
import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import { TaskCalls } from './task-calls.ts';
import type { Settlement } from './visit.ts';

/**
 * A running execution: a mailbox in front of its driver.
 * Each message is handled alone: it changes the frames, the driver carries them on until all wait, and what changed
 * is written in one commit. Only then are calls made and timers set, so nothing outside happens unrecorded.
 */
export class LiveExecution {
  readonly execution: Execution;
  readonly driver: Driver;
  readonly #services: ExecutionEngineServices;
  readonly #tasks: TaskCalls;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(execution: Execution, services: ExecutionEngineServices) {
    this.execution = execution;
    this.#services = services;
    this.driver = new Driver(execution, services.surroundings);
    this.#tasks = new TaskCalls(this, services);
  }

  /** Writes the first checkpoint; the execution goes on by itself once that is durable. */
  async begin(created: NewExecution): Promise<void> {
    const { batch } = this.execution.takeBatch();
    await this.#services.writer.commit(batch, created);
    this.continue();
  }

  /** Goes on from the checkpoint in memory, after a start, a restart or a redrive. */
  continue(): void {
    const frames = [...this.execution.frames.values()];
    for (const frame of frames) if (frame.wait.kind === 'ready') this.execution.runnable.push(frame);
    this.#setDeadline();
    this.tell(async () => undefined);
    for (const frame of frames) this.#arm(frame, frame.wait);
  }

  /** Handles a message after those before it; resolves when its effect is durable. */
  async post<T>(handle: () => Promise<T>): Promise<T | undefined> {
    if (this.#services.isStopping())
      throw new Error('The Step Functions endpoint is stopping; ask again when it is back.');
    const handled = this.#queue.then(() => this.#handle(handle));
    // Whoever asked gets the failure from `handled`; the queue goes on.
    this.#queue = handled.catch(() => undefined);
    const { result, committed } = await handled;
    await committed;
    return result;
  }

  /** Ends the calls under way, which the next start makes again; resolves when no message is being handled. */
  async halt(): Promise<void> {
    this.#tasks.abortAll();
    await this.#queue;
  }

  /** A message nobody waits for. */
  tell(handle: () => Promise<unknown>): void {
    this.inBackground(this.post(handle));
  }

  /** Work nobody waits for. */
  inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (this.#services.isStopping()) return;
      this.#services.log(`Execution ${this.execution.identity.arn}: ${errorStack(error)}`);
    });
  }

  /** Settles a task, if that attempt is still waited for. */
  async settle(frameId: number, taskNumber: number, settlement: Settlement): Promise<boolean> {
    const settled = await this.post(async () => {
      const frame = this.waiting(frameId, taskNumber);
      if (!frame) return false;
      await this.driver.resume(frame, (handler, visit) => handler.taskSettled?.(visit, settlement));
      return true;
    });
    return settled ?? false;
  }

  /** Changes a pending task, if that attempt is still waited for. */
  async update(
    frameId: number,
    taskNumber: number,
    change: (task: PendingTask, frame: Frame) => PendingTask,
  ): Promise<boolean> {
    const updated = await this.post(async () => {
      const frame = this.waiting(frameId, taskNumber);
      if (frame?.wait.kind !== 'task') return false;
      frame.wait = { kind: 'task', task: change(frame.wait.task, frame) };
      this.execution.touch(frame);
      return true;
    });
    return updated ?? false;
  }

  /** The frame that waits for this attempt of a task. */
  waiting(frameId: number, taskNumber: number): Frame | undefined {
    const frame = this.execution.frames.get(frameId);
    return frame?.wait.kind === 'task' && frame.wait.task.number === taskNumber ? frame : undefined;
  }

  async #handle<T>(
    handle: () => Promise<T>,
  ): Promise<{ readonly result: T | undefined; readonly committed: Promise<void> }> {
    if (this.execution.end) return { result: undefined, committed: this.#services.writer.idle() };
    const result = await this.#guarded(handle);
    let committed = Promise.resolve();
    do {
      await this.#guarded(() => this.driver.drive());
      const isHeavy = this.execution.isHeavy;
      committed = this.#commit();
      if (isHeavy) await committed;
    } while (!this.execution.end && this.execution.runnable.length > 0);
    return { result, committed };
  }

  /** A mistake of the engine itself must end one execution, not leave it hanging. */
  async #guarded<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      this.#services.log(
        `Execution ${this.execution.identity.arn} failed inside the engine: ${errorStack(error)}`,
      );
      this.fail(
        error instanceof StateFailure
          ? error
          : new StateFailure('States.Runtime', `Internal error: ${String(error)}`),
      );
      return undefined;
    }
  }

  /** Ends the execution as failed, whatever its threads do. */
  fail(failure: StateFailure): void {
    const root = this.execution.frames.get(0);
    const details = {
      ...(failure.error !== undefined && { error: failure.error }),
      ...(failure.reason !== undefined && { cause: failure.reason }),
    };
    if (!root || this.execution.end) return;
    this.execution.emit(root, { type: 'ExecutionFailed', details });
    this.execution.end = { status: 'FAILED', stoppedAt: Date.now(), ...details };
  }

  #commit(): Promise<void> {
    const { batch, waiting } = this.execution.takeBatch();
    const waits = waiting.map((frame) => ({ frame, wait: frame.wait }));
    this.#tasks.abortStale();
    const hasNews =
      batch.events.length + batch.frames.length + batch.removedFrames.length > 0 || batch.end !== undefined;
    if (!hasNews) return Promise.resolve();
    const committed = this.#services.writer.commit(batch);
    return committed.then(() => {
      if (this.execution.end) this.#services.ended(this);
      else for (const { frame, wait } of waits) this.#arm(frame, wait);
    });
  }

  /** Does what a checkpoint says must happen outside: sets timers, makes calls. */
  #arm(frame: Frame, wait: FrameWait): void {
    if (frame.wait !== wait || this.execution.end) return;
    if (wait.kind === 'delay' || wait.kind === 'retry') this.#setTimer(frame, wait);
    if (wait.kind === 'task') this.#tasks.arm(frame, wait.task);
  }

  #setTimer(frame: Frame, wait: Extract<FrameWait, { kind: 'delay' | 'retry' }>): void {
    this.#services.timers.at(wait.until, () => {
      this.tell(async () => {
        if (frame.wait !== wait || this.execution.frames.get(frame.id) !== frame) return;
        if (wait.kind === 'retry') await this.driver.retry(frame);
        else await this.driver.resume(frame, (handler, visit) => handler.delayOver?.(visit));
      });
    });
  }

  #setDeadline(): void {
    const seconds = this.execution.program.definition.TimeoutSeconds;
    if (seconds === undefined) return;
    const at = this.execution.deadlineFrom + seconds * 1000;
    this.#services.timers.at(at, () => this.tell(async () => this.#timeOut(at)));
  }

  #timeOut(at: number): void {
    const root = this.execution.frames.get(0);
    if (!root || this.execution.end) return;
    this.execution.emit(
      root,
      { type: 'ExecutionTimedOut', details: { error: 'States.Timeout' } },
      { previous: 0 },
    );
    this.execution.end = { status: 'TIMED_OUT', stoppedAt: at };
  }
}

function errorStack(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
