import type { Json } from '#infra/local/step-functions/json.ts';

/** One task to carry out. */
export type TaskCall = {
  readonly action: string;
  readonly parameters: Json;
  readonly executionArn: string;
  /** Aborted when the task times out or its thread is cancelled. */
  readonly signal: AbortSignal;
};

/** A service that tasks can call; failures are thrown as StateFailure. */
export type Integration = {
  call(task: TaskCall): Promise<Json>;
};
