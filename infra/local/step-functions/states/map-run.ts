import { randomUUID } from 'node:crypto';
import type { Frame } from '#infra/local/step-functions/engine/frame.ts';
import type { Visit } from '#infra/local/step-functions/engine/visit.ts';
import type { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import { toleratedFailureExceeded } from '#infra/local/step-functions/failures/task-failures.ts';

/** What inline and distributed Maps record differently. */
export type MapRun = {
  /** True if iterations leave no events in this history. */
  readonly quiet: boolean;
  started(visit: Visit, length: number): void;
  iterationStarted(visit: Visit, iteration: Frame): void;
  /** Returns the event that the Map's next event points to. */
  iterationSucceeded(visit: Visit, iteration: Frame, isLast: boolean): number;
  iterationFailed(visit: Visit, iteration: Frame): number;
  succeeded(visit: Visit): void;
  /** The failure the Map fails with, given that of an iteration. */
  failed(visit: Visit, failure: StateFailure, isTolerant: boolean): StateFailure;
};

/** Iterations are part of the Map's own history. */
export const inlineRun: MapRun = {
  quiet: false,
  started(visit, length) {
    visit.execution.emit(visit.frame, { type: 'MapStateStarted', details: { length } });
  },
  iterationStarted(visit, iteration) {
    visit.execution.emit(iteration, {
      type: 'MapIterationStarted',
      details: iterationDetails(visit, iteration),
    });
  },
  iterationSucceeded(visit, iteration, isLast) {
    const { previous } = iteration;
    const id = visit.execution.emit(iteration, {
      type: 'MapIterationSucceeded',
      details: iterationDetails(visit, iteration),
    });
    // The next iteration points to the last event within this one; only the end of the Map to the success itself.
    return isLast ? id : previous;
  },
  iterationFailed(visit, iteration) {
    visit.execution.emit(
      iteration,
      { type: 'MapIterationFailed', details: iterationDetails(visit, iteration) },
      { aside: true },
    );
    return iteration.previous;
  },
  succeeded(visit) {
    visit.execution.emit(visit.frame, { type: 'MapStateSucceeded' }, { aside: true });
  },
  failed: (_visit, failure, isTolerant) => (isTolerant ? toleratedFailureExceeded() : failure),
};

/** Iterations are a Map Run of their own; this history says only that it began and how it ended. */
export const distributedRun: MapRun = {
  quiet: true,
  started(visit, length) {
    const { execution, frame, state } = visit;
    execution.emit(frame, { type: 'MapStateStarted', details: { length } });
    execution.emit(frame, {
      type: 'MapRunStarted',
      details: { mapRunArn: mapRunArn(visit, state.definition.Label) },
    });
  },
  iterationStarted: () => undefined,
  iterationSucceeded: (visit) => visit.frame.previous,
  iterationFailed: (visit) => visit.frame.previous,
  succeeded(visit) {
    const { execution, frame, state } = visit;
    const started = frame.previous;
    const ended = execution.emit(frame, { type: 'MapRunSucceeded' });
    execution.emit(frame, { type: 'MapStateSucceeded' }, { aside: true });
    // Recorded on AWS: with an ItemsPath, MapStateExited points to the start of the run, else to its end.
    frame.previous = state.definition.ItemsPath === undefined ? ended : started;
  },
  failed(visit) {
    const failure = toleratedFailureExceeded();
    const details = { error: failure.error ?? '', cause: failure.reason ?? '' };
    visit.execution.emit(visit.frame, { type: 'MapRunFailed', details });
    return failure;
  },
};

function iterationDetails(visit: Visit, iteration: Frame): { readonly name: string; readonly index: number } {
  return { name: visit.state.name, index: iteration.index };
}

function mapRunArn(visit: Visit, label: string | undefined): string {
  const machine = visit.execution.identity.machineArn.replace(':stateMachine:', ':mapRun:');
  return `${machine}/${label ?? randomUUID()}:${randomUUID()}`;
}
