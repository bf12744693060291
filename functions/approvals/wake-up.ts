/** Answers task tokens. Only importer of Step Functions here. */
import {
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';

import { logWarning } from '#functions/_kit/log.ts';

/** Sends the output to whoever waits with the token; a token that nobody waits with any more is no error. */
export type WakeUp = (
  token: string,
  output: { readonly approvalId: string; readonly undoSeconds: number },
) => Promise<void>;

/** Wakes executions of this account's Step Functions. */
export function openWakeUp(): WakeUp {
  const client = new SFNClient();
  return async (token, output) => {
    try {
      await client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) }));
    } catch (error) {
      const isUsedUp =
        error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
      if (!isUsedUp) throw error;
      logWarning('nobody waits with this token any more', { approvalId: output.approvalId });
    }
  };
}
