/** Every minute: archives the redacted histories of executions that have ended, and has an event seal each. */
import { requiredText } from '#functions/_kit/config.ts';
import { type Database, openDatabase } from '#functions/_kit/database.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';
import { defineHandler, type InvocationContext } from '#functions/_kit/lambda.ts';
import { logError, logInfo, logWarning } from '#functions/_kit/log.ts';
import { redactHistory } from '#shared/domain/workflows/redact-history.ts';

import { type Emit, openEmitter } from './event-emitter.ts';
import { type EndedExecution, type Executions, openExecutions } from './sfn.ts';

/** What the sweep needs. */
export type Services = {
  readonly database: Database;
  readonly executions: Executions;
  readonly emit: Emit;
};

type Execution = {
  readonly tenantId: string;
  readonly executionArn: string;
  readonly machine: string;
  readonly name: string;
};

const executionsPerSweep = 200;
const reserveMs = 10_000;

/** One sweep; what is left comes in the next. */
export async function handle(
  _event: unknown,
  services: Services,
  context: Pick<InvocationContext, 'getRemainingTimeInMillis'>,
): Promise<{ readonly archived: number }> {
  let archived = 0;
  for (const execution of await readUnarchived(services.database)) {
    if (context.getRemainingTimeInMillis() < reserveMs) break;
    try {
      if (await archiveIfEnded(services, execution)) archived += 1;
    } catch (error) {
      // One that cannot be archived must not keep the others; it stays on the list.
      logError('an execution could not be archived', { execution: execution.executionArn, error });
    }
  }
  if (archived > 0) logInfo('executions archived', { archived });
  return { archived };
}

/** In any order, so that many that wait for a person for days do not hide the others. */
async function readUnarchived(database: Database): Promise<readonly Execution[]> {
  return database.statement(
    (sql) => sql<Execution[]>`SELECT tenant_id AS "tenantId", execution_arn AS "executionArn", machine, name
      FROM executions WHERE archived_at IS NULL ORDER BY random() LIMIT ${executionsPerSweep}`,
  );
}

async function archiveIfEnded(services: Services, execution: Execution): Promise<boolean> {
  const { database, executions, emit } = services;
  const { tenantId, executionArn, machine } = execution;
  const ended = await executions.describe(executionArn);
  if (ended === null) return false;
  if (ended === 'gone') {
    logWarning('Step Functions has forgotten an execution; nothing is left to archive', { executionArn });
  } else {
    const historySha256 = await storeHistory(services, execution, ended);
    const input = { executionId: executionArn, machine, status: ended.status, historySha256 };
    await emit({
      command: 'RecordWorkflowCompleted',
      tenantId,
      // A redriven execution is completed again, by another history.
      idempotencyKey: `${executionArn}/completed/${historySha256.slice(0, 16)}`,
      executionId: executionArn,
      input,
    });
  }
  // Last: until then a sweep that was cut short is done again, and finds the same history.
  await database.statement(
    (sql) => sql`UPDATE executions SET archived_at = now()
      WHERE tenant_id = ${tenantId} AND execution_arn = ${executionArn}`,
    { retry: true },
  );
  return ended !== 'gone';
}

/** Stores the history and returns the SHA-256 of the canonical JSON of its steps. */
async function storeHistory(
  { database, executions }: Services,
  { tenantId, executionArn, machine, name }: Execution,
  { status, startedAt, stoppedAt }: EndedExecution,
): Promise<string> {
  const steps = redactHistory(await executions.history(executionArn));
  const sha256 = sha256Hex(steps);
  await database.statement(
    (sql) => sql`INSERT INTO workflow_history (tenant_id, execution_arn, machine, name, status, started_at,
        stopped_at, steps, history_sha256)
      VALUES (${tenantId}, ${executionArn}, ${machine}, ${name}, ${status}, ${startedAt}, ${stoppedAt},
        ${sql.json(steps)}, ${sha256})
      ON CONFLICT (tenant_id, execution_arn) DO UPDATE SET status = excluded.status,
        stopped_at = excluded.stopped_at, steps = excluded.steps, history_sha256 = excluded.history_sha256`,
    { retry: true },
  );
  return sha256;
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: (): Services => ({
    database: openDatabase(requiredText('DATABASE_URL'), 1),
    executions: openExecutions(),
    emit: openEmitter(requiredText('EVENT_EMITTER')),
  }),
  handle,
});
