import type { Json } from '#infra/local/step-functions/json.ts';
import type { CheckpointWriter } from '#infra/local/step-functions/store/writer.ts';
import type { PendingTask } from './frame.ts';
import type { LiveExecution } from './live-execution.ts';
import type { Timers } from './timers.ts';
import type { Surroundings } from './visit.ts';

/** A task to be carried out by an integration. */
export type TaskToCall = {
  readonly task: PendingTask;
  readonly executionArn: string;
  readonly signal: AbortSignal;
};

/** An activity task that waits for a worker. */
export type OfferedActivity = {
  readonly live: LiveExecution;
  readonly frameId: number;
  readonly task: PendingTask;
};

/** What running executions need of the engine around them. */
export type ExecutionEngineServices = {
  readonly writer: CheckpointWriter;
  readonly timers: Timers;
  readonly surroundings: Surroundings;
  readonly log: (line: string) => void;
  call(task: TaskToCall): Promise<Json>;
  /** The result of the job that the call of a `.sync` task has started. */
  completion(task: TaskToCall): Promise<Json>;
  offerActivity(arn: string, offer: OfferedActivity): void;
  ended(live: LiveExecution): void;
  /** True once the endpoint is stopping: nothing is begun any more, the next start goes on. */
  isStopping(): boolean;
};
