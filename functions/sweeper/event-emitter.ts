/** Gives commands to event-emitter, the only writer of events. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

/** A command of the system. */
export type SystemCommand = {
  readonly command: string;
  readonly tenantId: string;
  readonly idempotencyKey: string;
  readonly executionId: string | null;
  readonly input: object;
};

/** Has event-emitter carry out a command; throws where it did not. */
export type Emit = (command: SystemCommand) => Promise<void>;

/** Commands go to the function of this name; SDK settings come from the environment. */
export function openEmitter(functionName: string): Emit {
  const lambda = new LambdaClient();
  return async (command) => {
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(command) }),
    );
    if (answer.FunctionError === undefined) return;
    const said = new TextDecoder().decode(answer.Payload);
    throw new Error(`event-emitter did not carry out ${command.command} ${command.idempotencyKey}: ${said}`);
  };
}
