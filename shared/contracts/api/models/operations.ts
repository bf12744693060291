/** Workflow executions, imports, and what could not be applied. */
import * as v from 'valibot';

import { id, instant, number, text } from './fields.ts';

/** A workflow execution, without inputs, outputs and tokens. */
export const Execution = v.strictObject({
  name: text,
  executionId: text,
  machine: text,
  status: text,
  startedAt: instant,
  stoppedAt: v.nullable(instant),
});
/** A workflow execution. */
export type Execution = v.InferOutput<typeof Execution>;

/** A step of an execution. */
export const ExecutionStep = v.strictObject({
  id: number,
  previousId: number,
  type: text,
  at: instant,
  state: v.nullable(text),
  error: v.nullable(text),
  cause: v.nullable(text),
});
/** A step of an execution. */
export type ExecutionStep = v.InferOutput<typeof ExecutionStep>;

/** A workflow execution with its steps. */
export const ExecutionDetail = v.strictObject({ ...Execution.entries, steps: v.array(ExecutionStep) });
/** A workflow execution with its steps. */
export type ExecutionDetail = v.InferOutput<typeof ExecutionDetail>;

/** An import of a file. */
export const Import = v.strictObject({
  importId: id,
  kind: text,
  fileName: text,
  status: v.picklist(['running', 'finished', 'undone']),
  rowsAccepted: number,
  rowsRefused: number,
  startedAt: instant,
  finishedAt: v.nullable(instant),
});

/** An event that could not be applied. */
export const QuarantinedEvent = v.strictObject({
  streamId: id,
  eventId: id,
  streamVersion: number,
  type: text,
  reason: text,
  attempts: number,
  quarantinedAt: instant,
});
