import type { RevisionRow } from '#infra/local/step-functions/store/machines.ts';
import type { NewExecution } from '#infra/local/step-functions/store/writer.ts';
import type { ExecutionEnd, ExecutionIdentity } from './execution.ts';

/** An execution to be started; its row apart from the id, and the revision it runs. */
export type ExecutionPlan = Omit<NewExecution, 'id' | 'startedAt' | 'revision'> & {
  readonly revision: RevisionRow;
};

/** An execution with how it ended. */
export type EndedExecution = { readonly identity: ExecutionIdentity; readonly end: ExecutionEnd };
