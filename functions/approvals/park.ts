/** AwaitDecision's task: keeps the token and rings resolve, in case the decision was there first. */
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';

import { requiredText } from '#functions/_kit/config.ts';
import { defineHandler } from '#functions/_kit/lambda.ts';
import type { WorkflowErrorName } from '#shared/contracts/errors.ts';
import { Uuid } from '#shared/contracts/ids.ts';

import { type TokenStore, openTokenStore } from './tokens.ts';

const ParkTask = v.strictObject({
  tenantId: Uuid,
  approvalId: Uuid,
  taskToken: v.pipe(v.string(), v.minLength(1)),
  enteredAt: v.pipe(v.string(), v.minLength(1)),
});

type Services = {
  readonly tokens: TokenStore;
  /** Tells resolve to look at the approval. */
  readonly ring: (approval: { readonly tenantId: string; readonly approvalId: string }) => Promise<void>;
};

/** The token could not be kept; the state may be tried again. */
class ParkingFailed extends Error {
  override readonly name = 'ParkingFailed' satisfies WorkflowErrorName;
}

/** Keeps the token, then rings. */
export async function handle(event: unknown, { tokens, ring }: Services): Promise<unknown> {
  const { tenantId, approvalId, taskToken, enteredAt } = v.parse(ParkTask, event);
  try {
    await tokens.put(approvalId, { token: taskToken, enteredAt });
    await ring({ tenantId, approvalId });
  } catch (error) {
    throw new ParkingFailed(
      `the token of approval ${approvalId} could not be kept; the state is tried again`,
      {
        cause: error,
      },
    );
  }
  return { approvalId };
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: (): Services => {
    const sqs = new SQSClient();
    const queueUrl = requiredText('RESOLVE_QUEUE_URL');
    return {
      tokens: openTokenStore(requiredText('TASK_TOKENS_TABLE'), requiredText('TOKEN_KEY')),
      ring: async (approval) => {
        await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(approval) }));
      },
    };
  },
  handle,
});
