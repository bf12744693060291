/** changeApprovalPolicy: who may approve what from the next order on; those that wait keep the policy they came under. */
import { approvalPolicyStream } from '#functions/_kit/approval-authority.ts';
import { apiCommand, type CommandRunner } from '#functions/event-emitter/command-table.ts';
import { planNothing, planOf } from '#functions/event-emitter/simple.ts';
import {
  type ApprovalPolicyState,
  changeApprovalPolicy,
  untouchedApprovalPolicy,
} from '#shared/domain/approvals/policy-state.ts';

const streamId = approvalPolicyStream;

/** Commands on the approval policy. */
export const approvalPolicyCommands: Readonly<Record<string, CommandRunner>> = {
  changeApprovalPolicy: apiCommand('changeApprovalPolicy', async (reader, input) => {
    const row = (await reader.streams([streamId])).get(streamId);
    // The stream is written by this command alone, in this shape.
    const before = (row?.state ?? untouchedApprovalPolicy) as ApprovalPolicyState;
    const { events, state } = changeApprovalPolicy(before, input);
    if (events.length === 0) return planNothing(streamId);
    return planOf([{ streamId, streamType: 'approvalPolicy', events, state }], { outcome: 'changed' });
  }),
};
