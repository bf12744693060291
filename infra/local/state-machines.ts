import {
  CreateStateMachineCommand,
  DescribeStateMachineCommand,
  SFNClient,
  StateMachineDoesNotExist,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fillPlaceholders, placeholderOf } from '#infra/topology-names.ts';
import { stateMachines, type StateMachineSpec } from '#infra/topology.ts';
import { account, functionArn, stateMachineArnPrefix } from './arns.ts';
import { projectRoot } from './settings.ts';
import type { ClientSettings } from './wire/client-settings.ts';

/** Nobody checks it here, but the API demands one. */
const roleArn = `arn:aws:iam::${account}:role/stock-mate-workflows`;

/** Makes the state machines of the topology, or updates those whose definition has changed. */
export async function deployStateMachines(client: ClientSettings): Promise<void> {
  const sfn = new SFNClient(client);
  try {
    for (const [name, spec] of Object.entries(stateMachines))
      await deploy(sfn, name, await definitionOf(spec));
  } finally {
    sfn.destroy();
  }
}

async function definitionOf(spec: StateMachineSpec): Promise<string> {
  const text = await readFile(join(projectRoot, spec.definition), 'utf8');
  const values = new Map(spec.invokes.map((name) => [placeholderOf(name), functionArn(`${name}`)]));
  return fillPlaceholders(text, values);
}

async function deploy(sfn: SFNClient, name: string, definition: string): Promise<void> {
  const stateMachineArn = `${stateMachineArnPrefix}${name}`;
  try {
    const known = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    // Executions under way finish with the definition they were started with.
    if (known.definition !== definition) {
      await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    }
  } catch (error) {
    if (!(error instanceof StateMachineDoesNotExist)) throw error;
    await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  }
}
