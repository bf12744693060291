import type { Json, JsonObject } from '#infra/local/step-functions/json.ts';

/** A task that was handed to an integration and has not been settled. */
export type PendingTask = {
  /** Unique within the execution and rising: the id the next event had when the task was prepared. */
  readonly number: number;
  readonly resource: string;
  readonly parameters: Json;
  /** True if a token settles the task, not the answer of the call. */
  readonly callback: boolean;
  /** True once the call of a callback task has been answered. */
  readonly submitted: boolean;
  readonly deadline?: number;
  readonly heartbeatSeconds?: number;
  readonly heartbeatDeadline?: number;
};

/** What a Parallel or Map state waits for. */
export type PendingChildren = {
  readonly total: number;
  /** Most iterations at once; 0 is no limit. */
  readonly concurrency: number;
  readonly toleratedCount: number;
  readonly started: number;
  readonly finished: number;
  readonly failed: number;
};

/**
 * What a frame waits for:
 * ready    its state is to be entered (the checkpoint between two states);
 * delay    a Wait state until an instant;
 * retry    a Retry interval until an instant, then the state's work starts again without a new StateEntered;
 * task     an answer, a token, a timeout, whichever is first;
 * children the branches or iterations below it;
 * done     nothing: its output waits for the parent to join.
 */
export type FrameWait =
  | { readonly kind: 'ready' }
  | { readonly kind: 'delay'; readonly until: number }
  | { readonly kind: 'retry'; readonly until: number }
  | { readonly kind: 'task'; readonly task: PendingTask }
  | { readonly kind: 'children'; readonly children: PendingChildren }
  | { readonly kind: 'done'; readonly output: Json };

/**
 * One sequential thread of an execution: the machine itself (id 0), a branch, or an iteration.
 * It is the checkpoint: everything needed to go on after a restart, kept as one row.
 */
export type Frame = {
  readonly id: number;
  readonly parent: number | null;
  /** Branch or item index within the parent. */
  readonly index: number;
  readonly scope: string;
  /** For an iteration: the item before its ItemSelector, for the context object. */
  readonly item?: Json;
  state: string;
  input: Json;
  /** True in an iteration of a distributed Map, whose events are not part of this history. */
  readonly quiet?: true;
  /** Variables of this scope alone; outer ones are read through the parents. */
  variables: JsonObject;
  /** Id of the event that the next event of this thread points back to. */
  previous: number;
  entered: { readonly id: number; readonly previous: number; readonly at: number };
  /** Attempts used per Retry entry, and in all, since the state was entered. */
  attempts: readonly number[];
  retryCount: number;
  wait: FrameWait;
  /** Items of the Map the frame stands in, before their ItemSelector; stored apart because they never change. */
  items?: readonly Json[];
};

/** The first checkpoint of a thread: about to enter a state. */
export function newFrame(
  start: Pick<Frame, 'id' | 'parent' | 'index' | 'scope' | 'state' | 'input' | 'previous' | 'item' | 'quiet'>,
): Frame {
  return {
    ...start,
    variables: {},
    entered: { id: 0, previous: 0, at: 0 },
    attempts: [],
    retryCount: 0,
    wait: { kind: 'ready' },
  };
}

/** A frame as it is stored. */
export function frameToText(frame: Frame): string {
  const { items: _, ...stored } = frame;
  return JSON.stringify(stored);
}

/** A frame as it was stored by `frameToText`, with its items where it has some. */
export function frameFromText(text: string, items: string | null): Frame {
  // The casts are the boundary: only this room writes these columns.
  const frame = JSON.parse(text) as Frame;
  return items === null ? frame : { ...frame, items: JSON.parse(items) as readonly Json[] };
}
