/** controlExecution: asks the starter to stop an execution, or to take it up again where it failed. */
import { idOfName } from '#functions/_kit/ids.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { Reason } from '#shared/contracts/events/envelope.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { reject } from '#shared/domain/decider.ts';
import { executionStreamName } from '#shared/domain/stream-names.ts';
import { type ExecutionState, runningExecution } from '#shared/domain/workflows/execution.ts';

import { writeAccepted } from './write-accepted.ts';

/** Records the request and hands it to the starter. */
export async function controlExecution(
  services: Services,
  context: CommandContext,
  input: { readonly action: 'stop' | 'redrive'; readonly reason: Reason },
): Promise<CommandResult> {
  const name = context.parameters['name'] ?? '';
  return inTransaction(services, context, async (unit) => {
    const [found] = await unit.sql<{ executionId: string }[]>`
      SELECT execution_arn AS "executionId" FROM executions WHERE tenant_id = current_tenant() AND name = ${name}`;
    if (found === undefined) return reject(404, 'Not found', { detail: 'there is no such execution' });
    const { executionId } = found;
    const { action, reason } = input;
    const streamId = idOfName(executionStreamName(executionId));
    const rows = await unit.lock([streamId]);
    // Execution streams are written by this command and RecordWorkflowCompleted alone.
    const state = (rows.get(streamId)?.state ?? runningExecution) as ExecutionState;
    const requested: DomainEvent = { type: 'WorkflowControlRequested', payload: { executionId, action } };
    const events = await unit.append([
      { streamId, streamType: 'execution', events: [requested], state, reason },
    ]);
    await unit.requestStart({
      machine: `control:${action}`,
      subjectKey: name,
      input: { executionArn: executionId },
      delaySeconds: 0,
    });
    return writeAccepted(events);
  });
}
