/** A running Step Functions endpoint with machines that end at once, wait, or fail. */
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { startStepFunctions } from '#infra/local/step-functions/server.ts';

/** Beginning of the ARNs of all machines. */
export const stateMachineArnPrefix = 'arn:aws:states:us-east-1:000000000000:stateMachine:';

const definitions = {
  'issue-analysis': { StartAt: 'Look', States: { Look: { Type: 'Pass', End: true } } },
  'purchase-order-decision': {
    StartAt: 'Await',
    States: { Await: { Type: 'Wait', Seconds: 3600, End: true } },
  },
  'nightly-forecast': {
    StartAt: 'Break',
    States: { Break: { Type: 'Fail', Error: 'NoForecast', Cause: 'there is nothing to forecast' } },
  },
};

export type Machines = {
  /** Names of the executions of a machine. */
  names(machine: string): Promise<readonly string[]>;
  /** Input of an execution. */
  input(executionArn: string): Promise<unknown>;
  /** Status of an execution. */
  status(executionArn: string): Promise<string | undefined>;
  stop(): Promise<void>;
};

/** Starts it, and points the SDK clients of this process at it. */
export async function startMachines(databaseUrl: string): Promise<Machines> {
  const server = await startStepFunctions({ databaseUrl });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SFN: server.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const sfn = new SFNClient();
  for (const [name, definition] of Object.entries(definitions)) {
    const roleArn = 'arn:aws:iam::000000000000:role/machines';
    await sfn.send(new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn }));
  }
  const describe = (executionArn: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));
  return {
    async names(machine) {
      const { executions = [] } = await sfn.send(
        new ListExecutionsCommand({ stateMachineArn: `${stateMachineArnPrefix}${machine}` }),
      );
      return executions.map(({ name = '' }) => name);
    },
    input: async (executionArn) => JSON.parse((await describe(executionArn)).input ?? 'null') as unknown,
    status: async (executionArn) => (await describe(executionArn)).status,
    async stop() {
      sfn.destroy();
      await server.stop();
    },
  };
}
