/** Starts, stops and redrives executions of Step Functions. */
import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ExecutionNotRedrivable,
  InvalidArn,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  ValidationException,
} from '@aws-sdk/client-sfn';

/** What the starter asks of Step Functions. */
export type StepFunctions = {
  /** Returns the execution's ARN, also where the name was started before. */
  start(execution: {
    readonly machine: string;
    readonly name: string;
    readonly input: string;
  }): Promise<string>;
  /** The ARN that an execution of this name has. */
  arnOf(machine: string, name: string): string;
  /** Throws ControlRefused where trying again will not help. */
  stop(executionArn: string): Promise<void>;
  /** Throws ControlRefused where trying again will not help. */
  redrive(executionArn: string): Promise<void>;
};

/** Step Functions will not stop or redrive the execution, now or later. */
export class ControlRefused extends Error {
  override readonly name = 'ControlRefused';
}

/** State machines are `<prefix><machine>`; SDK settings come from the environment. */
export function openStepFunctions(stateMachineArnPrefix: string): StepFunctions {
  const sfn = new SFNClient();
  const arnOf = (machine: string, name: string): string =>
    `${stateMachineArnPrefix.replace(':stateMachine:', ':execution:')}${machine}:${name}`;
  return {
    arnOf,
    async start({ machine, name, input }) {
      const stateMachineArn = `${stateMachineArnPrefix}${machine}`;
      try {
        const started = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
        return started.executionArn ?? arnOf(machine, name);
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return arnOf(machine, name);
        throw error;
      }
    },
    stop: (executionArn) =>
      control(() => sfn.send(new StopExecutionCommand({ executionArn, cause: 'stopped by a person' }))),
    redrive: (executionArn) => control(() => sfn.send(new RedriveExecutionCommand({ executionArn }))),
  };
}

async function control(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    const isFinal =
      error instanceof ExecutionDoesNotExist ||
      error instanceof ExecutionNotRedrivable ||
      error instanceof InvalidArn ||
      error instanceof ValidationException;
    if (isFinal) throw new ControlRefused(error.message, { cause: error });
    throw error;
  }
}
