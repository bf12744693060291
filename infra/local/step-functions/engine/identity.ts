import { parseJson } from '#infra/local/step-functions/json.ts';
import type { NewExecution } from '#infra/local/step-functions/store/writer.ts';
import type { ExecutionIdentity } from './execution.ts';

type IdentitySource = Pick<NewExecution, 'id' | 'arn' | 'name' | 'machineArn' | 'startedAt' | 'input'> & {
  readonly redriveCount: number;
  readonly roleArn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
};

/** What is known of an execution, from its row and its revision. */
export function identityOf(source: IdentitySource): ExecutionIdentity {
  return {
    id: source.id,
    arn: source.arn,
    name: source.name,
    machineArn: source.machineArn,
    machineName: source.machineArn.split(':')[6] ?? '',
    roleArn: source.roleArn,
    type: source.type,
    startedAt: source.startedAt,
    redriveCount: source.redriveCount,
    input: parseJson(source.input),
  };
}
