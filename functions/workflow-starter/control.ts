import type { Database } from '#functions/_kit/database.ts';
import { logWarning } from '#functions/_kit/log.ts';

import type { Services, StartRequest } from './services.ts';
import { ControlRefused } from './sfn.ts';

/** Stops or redrives the execution that the request names; what Step Functions refuses for good is dropped. */
export async function control({ database, stepFunctions }: Services, row: StartRequest): Promise<void> {
  const { executionArn } = row.input;
  try {
    if (typeof executionArn !== 'string' || !(await isOwn(database, row.tenantId, executionArn))) {
      throw new ControlRefused('the tenant has no such execution');
    }
    if (row.machine === 'control:stop') await stepFunctions.stop(executionArn);
    else if (row.machine === 'control:redrive')
      await redrive({ database, stepFunctions }, row.tenantId, executionArn);
    else throw new ControlRefused(`there is no ${row.machine}; expected control:stop or control:redrive`);
  } catch (error) {
    if (!(error instanceof ControlRefused)) throw error;
    logWarning('an execution could not be stopped or redriven; the wish is dropped', { executionArn, error });
  }
}

async function redrive(
  { database, stepFunctions }: Services,
  tenantId: string,
  executionArn: string,
): Promise<void> {
  // What was archived is the history up to the failure. Before the call: done again without need it does no harm.
  await database.statement(
    (sql) => sql`UPDATE executions SET archived_at = NULL
      WHERE tenant_id = ${tenantId} AND execution_arn = ${executionArn}`,
    { retry: true },
  );
  await stepFunctions.redrive(executionArn);
}

async function isOwn(database: Database, tenantId: string, executionArn: string): Promise<boolean> {
  const rows = await database.statement(
    (sql) => sql`SELECT FROM executions WHERE tenant_id = ${tenantId} AND execution_arn = ${executionArn}`,
  );
  return rows.length > 0;
}
