/**
 * Starts what is due. A row of `workflow_starts` is leased by moving its due time; it is deleted only if nobody asked
 * again meanwhile. The name of an execution follows from the row, so that a start that was cut short is the same start.
 */
import * as v from 'valibot';

import type { Database } from '#functions/_kit/database.ts';
import { canonicalJson, sha256Hex } from '#functions/_kit/hash.ts';
import { logError, logInfo } from '#functions/_kit/log.ts';

import { Uuid } from '#shared/contracts/ids.ts';

import { control } from './control.ts';
import type { Services, StartRequest } from './services.ts';

const rowsPerClaim = 10;
const OfRun = v.looseObject({ runId: Uuid });
const pollMs = 500;

/** Starts due rows, and those that become due within the time; returns how many were started. */
export async function startDue(services: Services, timeMs: number): Promise<number> {
  const end = performance.now() + timeMs;
  let started = 0;
  while (performance.now() < end) {
    const rows = await claim(services.database);
    for (const row of rows) started += await startOne(services, row);
    if (rows.length > 0) continue;
    const waitMs = await untilNextDue(services.database);
    if (waitMs === null || performance.now() + waitMs > end) break;
    // Not until then: something that is due at once may come in meanwhile.
    await pause(Math.min(Math.max(waitMs, 20), pollMs));
  }
  return started;
}

async function claim(database: Database): Promise<readonly StartRequest[]> {
  return database.statement(
    (sql) => sql<StartRequest[]>`UPDATE workflow_starts AS w SET due_at = now() + interval '60 seconds'
      FROM (SELECT tenant_id, machine, subject_key FROM workflow_starts WHERE due_at <= now()
        ORDER BY due_at LIMIT ${rowsPerClaim} FOR UPDATE SKIP LOCKED) AS due
      WHERE w.tenant_id = due.tenant_id AND w.machine = due.machine AND w.subject_key = due.subject_key
      RETURNING w.tenant_id AS "tenantId", w.machine, w.subject_key AS "subjectKey",
        w.facts_version AS "factsVersion", w.input`,
  );
}

async function untilNextDue(database: Database): Promise<number | null> {
  const [row] = await database.statement(
    (sql) => sql<{ wait_ms: number | null }[]>`
      SELECT extract(epoch FROM min(due_at) - clock_timestamp())::float8 * 1000 AS wait_ms FROM workflow_starts`,
  );
  return row?.wait_ms ?? null;
}

async function startOne(services: Services, row: StartRequest): Promise<0 | 1> {
  try {
    await (row.machine.startsWith('control:') ? control(services, row) : start(services, row));
    await finish(services.database, row);
    return 1;
  } catch (error) {
    // The lease keeps it from coming back at once; others must not wait for it.
    const { tenantId, machine, subjectKey } = row;
    logError('a start failed; it comes again in a minute', { tenantId, machine, subjectKey, error });
    return 0;
  }
}

async function start({ database, stepFunctions }: Services, row: StartRequest): Promise<void> {
  const { tenantId, machine } = row;
  const name = executionName(row);
  // A run's execution is known by its run, whatever it was started for.
  const subjectKey = v.is(OfRun, row.input) ? `run:${row.input.runId}` : row.subjectKey;
  const executionArn = await stepFunctions.start({ machine, name, input: canonicalJson(row.input) });
  await database.statement(
    (sql) => sql`INSERT INTO executions (tenant_id, execution_arn, machine, name, subject_key)
      VALUES (${tenantId}, ${executionArn}, ${machine}, ${name}, ${subjectKey}) ON CONFLICT DO NOTHING`,
    { retry: true },
  );
  logInfo('execution started', { tenantId, machine, name });
}

/** `<machine>-<hash of the subject>-<version of the facts>`, at most 80 characters as Step Functions demands. */
export function executionName({
  tenantId,
  machine,
  subjectKey,
  factsVersion,
}: Omit<StartRequest, 'input'>): string {
  return `${machine}-${sha256Hex(`${tenantId}${subjectKey}`).slice(0, 16)}-${factsVersion}`;
}

/** The facts that were asked for are in; if newer ones came meanwhile, the row is due again soon. */
async function finish(database: Database, row: StartRequest): Promise<void> {
  const { tenantId, machine, subjectKey, factsVersion } = row;
  await database.transaction(
    { tenantId },
    async (sql) => {
      const deleted =
        await sql`DELETE FROM workflow_starts WHERE tenant_id = ${tenantId} AND machine = ${machine}
        AND subject_key = ${subjectKey} AND facts_version = ${factsVersion}`;
      if (deleted.count > 0) return;
      await sql`UPDATE workflow_starts SET due_at = now() + interval '5 seconds'
        WHERE tenant_id = ${tenantId} AND machine = ${machine} AND subject_key = ${subjectKey}`;
    },
    { retry: true },
  );
}

async function pause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms);
  await promise;
}
