import * as v from 'valibot';

import { Line } from '#shared/contracts/text.ts';

/** A person asked that an execution be stopped or taken up again where it failed. */
export const WorkflowControlRequested = v.strictObject({
  executionId: Line,
  action: v.picklist(['stop', 'redrive']),
});
/** A person asked that an execution be stopped or taken up again. */
export type WorkflowControlRequested = v.InferOutput<typeof WorkflowControlRequested>;

/** An execution ended; its archived, redacted history is sealed by the hash. */
export const WorkflowCompleted = v.strictObject({
  executionId: Line,
  machine: Line,
  status: v.picklist(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  historySha256: Line,
});
/** An execution ended. */
export type WorkflowCompleted = v.InferOutput<typeof WorkflowCompleted>;
