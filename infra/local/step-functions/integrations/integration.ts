import type { Json } from '#infra/local/step-functions/json.ts';

/** One task to carry out. */
export type TaskCall = {
  readonly action: string;
  readonly parameters: Json;
  readonly executionArn: string;
  /** Tells this attempt of this task from every other of its execution. */
  readonly taskNumber: number;
  /** Aborted when the task times out or its thread is cancelled. */
  readonly signal: AbortSignal;
};

/** A service that tasks can call; failures are thrown as StateFailure. */
export type Integration = {
  call(task: TaskCall): Promise<Json>;
  /** For `.sync`: the result once the job that `call` started has ended; asked again after a restart. */
  completion?(task: TaskCall & { readonly parsed: boolean }): Promise<Json>;
};
