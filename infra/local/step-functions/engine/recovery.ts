import type { Catcher, Retrier } from '#infra/local/step-functions/definition/definition.ts';
import type { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import type { JsonObject } from '#infra/local/step-functions/json.ts';
import type { Frame } from './frame.ts';

/** A Retry entry that applies, and when its next attempt is due. */
export type Retry = { readonly retrier: number; readonly delayMs: number };

/** The Retry entry that takes this failure, if it has an attempt left. */
export function chooseRetry(
  retriers: readonly Retrier[],
  failure: StateFailure,
  frame: Pick<Frame, 'attempts'>,
): Retry | undefined {
  const index = retriers.findIndex((retrier) => matches(retrier.ErrorEquals, failure));
  const retrier = retriers[index];
  if (!retrier) return undefined;
  const used = frame.attempts[index] ?? 0;
  if (used >= (retrier.MaxAttempts ?? 3)) return undefined;
  return { retrier: index, delayMs: delayOf(retrier, used) };
}

/** The Catch entry that takes this failure. */
export function chooseCatcher(catchers: readonly Catcher[], failure: StateFailure): Catcher | undefined {
  return catchers.find((catcher) => matches(catcher.ErrorEquals, failure));
}

/** `{Error, Cause}` as a Catch passes it on. */
export function errorOutput(failure: StateFailure): JsonObject {
  return {
    ...(failure.error !== undefined && { Error: failure.error }),
    // A timeout has no cause, and Catch then gives an empty one.
    ...((failure.reason !== undefined || failure.error === 'States.Timeout') && {
      Cause: failure.reason ?? '',
    }),
  };
}

/** Counts one more attempt for a Retry entry. */
export function countAttempt(attempts: readonly number[], retrier: number): readonly number[] {
  const length = Math.max(attempts.length, retrier + 1);
  return Array.from({ length }, (_, i) => (attempts[i] ?? 0) + (i === retrier ? 1 : 0));
}

function delayOf(retrier: Retrier, used: number): number {
  const full = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** used;
  const seconds = Math.min(full, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return 1000 * (retrier.JitterStrategy === 'FULL' ? Math.random() * seconds : seconds);
}

function matches(errorEquals: readonly string[], failure: StateFailure): boolean {
  if (!failure.recoverable) return false;
  const names = [failure.error, ...failure.aliases];
  return errorEquals.some((wanted) => {
    if (wanted === 'States.ALL') return true;
    // States.TaskFailed stands for every error of a task but a timeout.
    if (wanted === 'States.TaskFailed') return failure.error !== 'States.Timeout';
    return names.includes(wanted);
  });
}
