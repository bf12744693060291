/** Which queues invoke which functions; part of the topology. */
import type { FunctionName, QueueName } from './topology.ts';

/** A queue that invokes a function with so many messages, so many batches at once. */
export type EventSourceSpec = {
  readonly queue: QueueName;
  readonly function: FunctionName;
  readonly batchSize: number;
  readonly maxConcurrency: number;
};
/** Queues that invoke functions; the functions answer with `batchItemFailures`. */
export const eventSources: readonly EventSourceSpec[] = [
  { queue: 'persistence', function: 'persistence-service', batchSize: 10, maxConcurrency: 5 },
  { queue: 'workflow-starter', function: 'workflow-starter', batchSize: 10, maxConcurrency: 2 },
  { queue: 'approvals-resolve', function: 'approvals-resolve', batchSize: 10, maxConcurrency: 2 },
];
