/** Commands of machines about themselves. */
import * as v from 'valibot';

import { idOfName } from '#functions/_kit/ids.ts';
import { WorkflowCompleted } from '#shared/contracts/events/workflows.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { executionStreamName } from '#shared/domain/stream-names.ts';
import {
  completeExecution,
  runningExecution,
  type ExecutionState,
} from '#shared/domain/workflows/execution.ts';

import { transactionCommand, workflowCommand, type CommandRunner } from './command-table.ts';
import { planNothing, planOf } from './simple.ts';
import { inTransaction } from './transaction.ts';

const AnalysisInput = v.strictObject({ productIds: v.nullable(v.pipe(v.array(Uuid), v.maxLength(1000))) });

/** Commands of workflows and sweepers that belong to no subject. */
export const executionCommands: Readonly<Record<string, CommandRunner>> = {
  RecordWorkflowCompleted: workflowCommand(WorkflowCompleted, async (reader, completed) => {
    const streamId = idOfName(executionStreamName(completed.executionId));
    const row = (await reader.streams([streamId])).get(streamId);
    // Execution streams are written by this command and controlExecution, which leaves `completed` out.
    const { events, state } = completeExecution(
      (row?.state ?? runningExecution) as ExecutionState,
      completed,
    );
    if (events.length === 0) return planNothing(streamId);
    return planOf([{ streamId, streamType: 'execution', events, state }]);
  }),

  RequestAnalysis: transactionCommand(async (services, context, input) => {
    const { productIds } = v.parse(AnalysisInput, input);
    return inTransaction(services, context, async ({ sql }) => {
      await sql`SELECT request_analysis(${context.tenantId}, ${productIds}::uuid[])`;
      return { status: 200, body: { requested: true } };
    });
  }),
};
