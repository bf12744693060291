import { HistoryFull } from '#infra/local/step-functions/failures/limit-failures.ts';
import type { Program } from '#infra/local/step-functions/definition/program.ts';
import type { Json, JsonObject } from '#infra/local/step-functions/json.ts';
import { limits } from '#infra/local/step-functions/limits.ts';
import { type Frame, frameToText } from './frame.ts';

/** The states of an execution as DescribeExecution names them. */
export type ExecutionStatus =
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'PENDING_REDRIVE';

/** What is known of an execution from its start on. */
export type ExecutionIdentity = {
  readonly id: number;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly roleArn: string;
  readonly startedAt: number;
  readonly input: Json;
  readonly redriveCount: number;
};

/** How an execution ended. */
export type ExecutionEnd = {
  readonly status: Exclude<ExecutionStatus, 'RUNNING' | 'PENDING_REDRIVE'>;
  readonly stoppedAt: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
};

/** One event of the history, its details already in wire form. */
export type HistoryEvent = {
  readonly id: number;
  readonly previous: number;
  readonly at: number;
  readonly type: string;
  readonly details: string | null;
};

/** Everything a step changed; written in one transaction before anything outside follows from it. */
export type ExecutionBatch = {
  readonly executionId: number;
  readonly events: readonly HistoryEvent[];
  /** `items` is null where they are as they were. */
  readonly frames: readonly { readonly id: number; readonly body: string; readonly items: string | null }[];
  readonly removedFrames: readonly number[];
  readonly end?: ExecutionEnd;
  /** Set by a redrive: how many there were, with this one. */
  readonly redrive?: number;
};

export type EmitOptions = {
  /** Points the event somewhere else than to the thread's last event. */
  readonly previous?: number;
  /** Leaves the thread's last event as it is (AWS does so for MapIterationSucceeded and its like). */
  readonly aside?: true;
};

/** The state of one running execution in memory, and what of it is not written yet. */
export class Execution {
  readonly identity: ExecutionIdentity;
  readonly program: Program;
  readonly frames = new Map<number, Frame>();
  /** Frames that can go on now, in the order they became so. */
  readonly runnable: Frame[] = [];
  end: ExecutionEnd | undefined;
  nextEvent: number;
  #events: HistoryEvent[] = [];
  #dirty = new Set<Frame>();
  #removed: number[] = [];
  #nextFrame = 0;
  #newItems = new Set<Frame>();
  #children = new Map<number, Set<Frame>>();

  /** When the machine's TimeoutSeconds began to count: the start, or the last redrive. */
  readonly deadlineFrom: number;

  constructor(
    identity: ExecutionIdentity,
    program: Program,
    resumed?: { readonly nextEvent: number; readonly deadlineFrom: number },
  ) {
    this.deadlineFrom = resumed?.deadlineFrom ?? identity.startedAt;
    this.identity = identity;
    this.program = program;
    this.nextEvent = resumed?.nextEvent ?? 1;
  }

  /** Takes in a frame: a new one to be stored, or one read back at a restart. */
  add(frame: Frame, stored: 'new' | 'stored'): void {
    this.frames.set(frame.id, frame);
    this.#nextFrame = Math.max(this.#nextFrame, frame.id + 1);
    if (frame.parent !== null) {
      const siblings = this.#children.get(frame.parent) ?? new Set();
      this.#children.set(frame.parent, siblings.add(frame));
    }
    if (stored === 'new') this.#dirty.add(frame);
  }

  nextFrameId(): number {
    return this.#nextFrame;
  }

  touch(frame: Frame): void {
    this.#dirty.add(frame);
  }

  /** Gives a Map's frame its items. */
  setItems(frame: Frame, items: readonly Json[]): void {
    frame.items = items;
    this.#newItems.add(frame);
    this.#dirty.add(frame);
  }

  /** Drops a frame and everything below it; returns what was dropped, innermost last. */
  remove(frame: Frame): readonly Frame[] {
    const dropped = [frame, ...this.childrenOf(frame).flatMap((child) => this.remove(child))];
    this.frames.delete(frame.id);
    if (frame.parent !== null) this.#children.get(frame.parent)?.delete(frame);
    this.#dirty.delete(frame);
    this.#removed.push(frame.id);
    return dropped;
  }

  childrenOf(frame: Frame): readonly Frame[] {
    return [...(this.#children.get(frame.id) ?? [])];
  }

  parentOf(frame: Frame): Frame | undefined {
    return frame.parent === null ? undefined : this.frames.get(frame.parent);
  }

  /** Variables a state can read: its own scope's over those of the scopes around it. */
  variablesOf(frame: Frame): JsonObject {
    const parent = this.parentOf(frame);
    return parent ? { ...this.variablesOf(parent), ...frame.variables } : frame.variables;
  }

  /** Appends an event; the last free number is kept for the failure that a full history is. */
  emit(
    frame: Frame,
    event: { readonly type: string; readonly details?: JsonObject },
    options: EmitOptions = {},
  ): number {
    if (frame.quiet) return this.#emitQuietly(frame);
    if (this.nextEvent >= limits.historyEvents && !event.type.startsWith('Execution'))
      throw new HistoryFull();
    const id = this.nextEvent++;
    this.#events.push({
      id,
      previous: options.previous ?? frame.previous,
      at: Date.now(),
      type: event.type,
      details:
        event.details === undefined ? null : JSON.stringify({ [detailsKey(event.type)]: event.details }),
    });
    if (options.aside !== true) {
      frame.previous = id;
      this.#dirty.add(frame);
    }
    return id;
  }

  /** An event that only counts within its iteration: what AWS keeps in the history of a child execution. */
  #emitQuietly(frame: Frame): number {
    frame.previous += 1;
    this.#dirty.add(frame);
    return frame.previous;
  }

  /** True if so much is unwritten that a long stretch without waiting should be checkpointed. */
  get isHeavy(): boolean {
    return this.#events.length >= 250;
  }

  /** Hands over what has changed since the last call, with the frames it leaves waiting. */
  takeBatch(): { readonly batch: ExecutionBatch; readonly waiting: readonly Frame[] } {
    const waiting = [...this.#dirty];
    const batch: ExecutionBatch = {
      executionId: this.identity.id,
      events: this.#events,
      frames: waiting.map((frame) => ({
        id: frame.id,
        body: frameToText(frame),
        items: this.#newItems.has(frame) ? JSON.stringify(frame.items) : null,
      })),
      removedFrames: this.#removed,
      ...(this.end && { end: this.end }),
    };
    this.#events = [];
    this.#dirty = new Set();
    this.#newItems = new Set();
    this.#removed = [];
    return { batch, waiting };
  }
}

function detailsKey(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}
