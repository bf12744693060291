/** Has notifier send mails. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

import type { NotifierAnswer, NotifierTask } from '#shared/contracts/workflows/notifier.ts';

/** Sends a task's mails; throws where none can be sent now. */
export type SendMails = (task: NotifierTask) => Promise<NotifierAnswer>;

/** Tasks go to the function of this name; SDK settings come from the environment. */
export function openNotifier(functionName: string): SendMails {
  const lambda = new LambdaClient();
  return async (task) => {
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(task) }),
    );
    const said = new TextDecoder().decode(answer.Payload);
    if (answer.FunctionError !== undefined) throw new Error(`notifier did not send ${task.task}: ${said}`);
    // The function answers in this shape.
    return JSON.parse(said) as NotifierAnswer;
  };
}
