import type { JsonObject } from '#infra/local/step-functions/json.ts';
import { limits } from '#infra/local/step-functions/limits.ts';
import type { ExecutionRow } from '#infra/local/step-functions/store/executions.ts';
import { epochSeconds } from './times.ts';

/** An execution as ListExecutions shows it. */
export function executionSummary(row: ExecutionRow): JsonObject {
  return {
    executionArn: row.arn,
    stateMachineArn: row.machine_arn,
    name: row.name,
    status: row.status,
    startDate: epochSeconds(row.started_at),
    ...(row.stopped_at !== null && { stopDate: epochSeconds(row.stopped_at) }),
    ...(row.version_arn !== null && { stateMachineVersionArn: row.version_arn }),
    ...(row.alias_arn !== null && { stateMachineAliasArn: row.alias_arn }),
    ...(row.map_run_arn !== null && { mapRunArn: row.map_run_arn }),
    redriveCount: row.redrive_count,
    ...(row.redriven_at !== null && { redriveDate: epochSeconds(row.redriven_at) }),
  };
}

/** An execution as DescribeExecution shows it. */
export function describeExecution(row: ExecutionRow): JsonObject {
  const refusal = redriveRefusal(row);
  return {
    ...executionSummary(row),
    input: row.input,
    inputDetails: { included: true },
    ...(row.output !== null && { output: row.output, outputDetails: { included: true } }),
    ...(row.error !== null && { error: row.error }),
    ...(row.cause !== null && { cause: row.cause }),
    ...(row.trace_header !== null && { traceHeader: row.trace_header }),
    redriveStatus: refusal === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    ...(refusal !== undefined && { redriveStatusReason: refusal }),
  };
}

/** Why an execution cannot be redriven, or undefined where it can. */
export function redriveRefusal(row: Pick<ExecutionRow, 'status' | 'stopped_at'>): string | undefined {
  if (row.status === 'RUNNING' || row.status === 'SUCCEEDED')
    return `Execution is ${row.status} and cannot be redriven`;
  const since = Date.now() - (row.stopped_at ?? 0);
  if (since > limits.redriveDays * 86_400_000)
    return 'Execution has exceeded its redrivable period and cannot be redriven';
  return undefined;
}
