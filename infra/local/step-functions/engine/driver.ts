import { findState } from '#infra/local/step-functions/definition/program.ts';
import { dataLimitExceeded } from '#infra/local/step-functions/failures/limit-failures.ts';
import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import { dialects } from '#infra/local/step-functions/language/dialects.ts';
import { exceedsPayload } from '#infra/local/step-functions/limits.ts';
import { stateHandlers } from '#infra/local/step-functions/states/state-handlers.ts';
import type { Execution } from './execution.ts';
import type { Frame } from './frame.ts';
import { payloadDetails, variableDetails } from './history-details.ts';
import { chooseCatcher, chooseRetry, countAttempt, errorOutput } from './recovery.ts';
import type { Conclusion, Outcome, StateHandler, Surroundings, Visit } from './visit.ts';

/** The interpreter: carries the threads of an execution from state to state until all of them wait. */
export class Driver {
  readonly #execution: Execution;
  readonly #surroundings: Surroundings;
  /** Failures whose cause has been worded and recorded in the state where they happened. */
  readonly #known = new WeakSet<StateFailure>();

  constructor(execution: Execution, surroundings: Surroundings) {
    this.#execution = execution;
    this.#surroundings = surroundings;
  }

  /** Drives what can go on; returns early, at a checkpoint, when much is unwritten. */
  async drive(): Promise<void> {
    const { runnable } = this.#execution;
    while (!this.#execution.end && !this.#execution.isHeavy) {
      const frame = runnable.shift();
      if (!frame) return;
      // A frame may have been cancelled since it was queued.
      if (this.#execution.frames.get(frame.id) === frame && frame.wait.kind === 'ready')
        await this.#enter(frame);
    }
  }

  /** Goes on with a frame by what its handler says about something it waited for. */
  async resume(
    frame: Frame,
    action: (handler: StateHandler, visit: Visit) => Promise<Outcome> | undefined,
  ): Promise<void> {
    const visit = this.visit(frame);
    await this.#attempt(visit, async () => {
      const outcome = action(stateHandlers[visit.state.definition.Type], visit);
      if (!outcome)
        throw new Error(`State '${visit.state.name}' was told of something it does not wait for.`);
      return outcome;
    });
  }

  /** Does the state's work again, after a Retry interval or a redrive. */
  async retry(frame: Frame): Promise<void> {
    const visit = this.visit(frame);
    await this.#attempt(visit, () => stateHandlers[visit.state.definition.Type].work(visit));
  }

  visit(frame: Frame): Visit {
    const state = findState(this.#execution.program, frame.scope, frame.state);
    return {
      execution: this.#execution,
      frame,
      state,
      dialect: dialects[state.language],
      surroundings: this.#surroundings,
    };
  }

  async #enter(frame: Frame): Promise<void> {
    const visit = this.visit(frame);
    frame.attempts = [];
    frame.retryCount = 0;
    await this.#attempt(visit, async () => {
      const { previous } = frame;
      const id = this.#execution.emit(frame, {
        type: `${visit.state.definition.Type}StateEntered`,
        details: { name: visit.state.name, ...payloadDetails('input', frame.input) },
      });
      frame.entered = { id, previous, at: Date.now() };
      // Should the work fail, a redrive finds the state entered and its work to be done.
      frame.wait = { kind: 'retry', until: 0 };
      return stateHandlers[visit.state.definition.Type].work(visit);
    });
  }

  async #attempt(visit: Visit, action: () => Promise<Outcome>): Promise<void> {
    try {
      const outcome = await action();
      if (outcome.kind === 'wait') this.#execution.touch(visit.frame);
      else await this.#leave(visit, outcome.conclusion, outcome.next);
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      await this.#recover(visit, this.#record(visit, error));
    }
  }

  async #leave(visit: Visit, conclusion: Conclusion, next: string | null): Promise<void> {
    const { frame, state } = visit;
    if (exceedsPayload(JSON.stringify(conclusion.output))) throw dataLimitExceeded(state.name);
    this.#execution.emit(frame, {
      type: `${state.definition.Type}StateExited`,
      details: {
        name: state.name,
        ...payloadDetails('output', conclusion.output),
        ...variableDetails(conclusion.assigned),
      },
    });
    if (conclusion.assigned) frame.variables = { ...frame.variables, ...conclusion.assigned };
    if (next === null) {
      await this.#finish(frame, conclusion.output);
      return;
    }
    frame.state = next;
    frame.input = conclusion.output;
    frame.wait = { kind: 'ready' };
    this.#execution.runnable.push(frame);
  }

  async #finish(frame: Frame, output: Json): Promise<void> {
    frame.wait = { kind: 'done', output };
    this.#execution.touch(frame);
    const parent = this.#execution.parentOf(frame);
    if (parent) {
      // Nothing reads the input of a finished thread again.
      frame.input = null;
      await this.resume(parent, (handler, visit) => handler.childDone?.(visit, frame, output));
      return;
    }
    this.#execution.emit(frame, { type: 'ExecutionSucceeded', details: payloadDetails('output', output) });
    this.#execution.end = { status: 'SUCCEEDED', stoppedAt: Date.now(), output: JSON.stringify(output) };
  }

  /** Retry, then Catch, then the thread fails. */
  async #recover(visit: Visit, failure: StateFailure): Promise<void> {
    const { frame, state } = visit;
    const retry = chooseRetry(state.definition.Retry ?? [], failure, frame);
    if (retry) {
      this.#cancelChildren(frame);
      frame.attempts = countAttempt(frame.attempts, retry.retrier);
      frame.retryCount += 1;
      frame.wait = { kind: 'retry', until: Date.now() + retry.delayMs };
      this.#execution.touch(frame);
      return;
    }
    const { failedEvent } = stateHandlers[state.definition.Type];
    if (failedEvent !== undefined && failure.recoverable) this.#execution.emit(frame, { type: failedEvent });
    const catcher = chooseCatcher(state.definition.Catch ?? [], failure);
    if (!catcher) return this.#failThread(frame, failure);
    this.#cancelChildren(frame);
    try {
      await this.#leave(
        visit,
        await visit.dialect.concludeCaught(visit, catcher, errorOutput(failure)),
        catcher.Next,
      );
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      return this.#failThread(frame, this.#record(visit, error));
    }
  }

  async #failThread(frame: Frame, failure: StateFailure): Promise<void> {
    const parent = this.#execution.parentOf(frame);
    if (parent) return this.resume(parent, (handler, visit) => handler.childFailed?.(visit, frame, failure));
    this.#execution.emit(frame, {
      type: 'ExecutionFailed',
      details: {
        ...(failure.error !== undefined && { error: failure.error }),
        ...(failure.reason !== undefined && { cause: failure.reason }),
      },
    });
    this.#execution.end = {
      status: 'FAILED',
      stoppedAt: Date.now(),
      ...(failure.error !== undefined && { error: failure.error }),
      ...(failure.reason !== undefined && { cause: failure.reason }),
    };
  }

  #cancelChildren(frame: Frame): void {
    for (const child of this.#execution.childrenOf(frame)) this.#execution.remove(child);
  }

  /** Words a failure as AWS does and records a failed evaluation, in the state where it happened. */
  #record(visit: Visit, failure: StateFailure): StateFailure {
    if (this.#known.has(failure)) return failure;
    const { frame, state } = visit;
    const { id, previous } = frame.entered;
    const prefix = `An error occurred while executing the state '${state.name}' (entered at the event id #${String(id)}).`;
    const worded = failure.namesState ? failure.withReason(`${prefix} ${failure.reason ?? ''}`) : failure;
    this.#known.add(worded);
    const { evaluation } = worded;
    if (!evaluation) return worded;
    const details = {
      error: worded.error ?? '',
      cause: worded.reason ?? '',
      ...evaluation,
      state: state.name,
    };
    // AWS points past the StateEntered that has just been written.
    this.#execution.emit(
      frame,
      { type: 'EvaluationFailed', details },
      { previous: frame.previous === id ? previous : frame.previous },
    );
    return worded;
  }
}
