/** A decision that was refused because its facts had changed is part of the story too. */
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import * as v from 'valibot';

import { FactChange } from '#shared/contracts/events/approvals.ts';
import type { DecisionInput } from '#shared/contracts/api/write-bodies.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { Rejection } from '#shared/domain/decider.ts';

import { lockApproval } from './approval-row.ts';
import { orderWrite } from './order-streams.ts';

/** Records the refusal on the order's stream, in a transaction of its own; other refusals leave no event. */
export async function recordStaleRefusal(
  services: Services,
  context: CommandContext,
  refused: { readonly approvalId: string; readonly input: DecisionInput; readonly result: Rejection },
): Promise<void> {
  const { approvalId, input, result } = refused;
  const diff = v.safeParse(v.array(FactChange), result.extra?.['diff']);
  if (!diff.success) return;
  // Without the key: the repeated decision must be judged anew, not answered with this.
  await inTransaction(
    services,
    { ...context, idempotencyKey: null },
    async (unit): Promise<CommandResult> => {
      const locked = await lockApproval(unit, approvalId);
      if (locked === null) return result;
      const { approval, order } = locked;
      const event: DomainEvent = {
        type: 'StaleDecisionRefused',
        payload: { approvalId, revision: input.revision, diff: diff.output },
      };
      await unit.append([orderWrite(approval.purchaseOrderId, { events: [event], state: order })]);
      return { status: 200, body: {} };
    },
  );
}
