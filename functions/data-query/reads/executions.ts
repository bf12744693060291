/** Workflow executions: archived ones from the database, live ones from Step Functions. */
import type { Sql } from '#functions/_kit/database.ts';
import type { Execution, ExecutionStep } from '#shared/contracts/api/models/operations.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { Fragment } from './fragment.ts';
import type { LiveExecutions } from './live-executions.ts';
import type { Caller, ReadsOf } from './read.ts';

/** Reads of executions. */
export const executionReads: ReadsOf<'listExecutions' | 'getExecution'> = {
  listExecutions: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('executions', query.cursor, [keyParts.instant, keyParts.text]);
      const rows = await selectExecutions(
        sql,
        caller,
        sql`${query.machine === undefined ? sql`` : sql`AND e.machine = ${query.machine}`}
          ${
            after === null
              ? sql``
              : sql`AND (e.started_at, e.execution_arn) < (${after[0]}::timestamptz, ${after[1]})`
          }
          ORDER BY e.started_at DESC, e.execution_arn DESC LIMIT ${query.limit + 1}`,
      );
      return toPage('executions', rows, {
        limit: query.limit,
        keyOf: (row) => [row.startedAt, row.executionId],
      });
    }),

  getExecution: async ({ inTransaction, caller, parameters, liveExecutions }) => {
    const [found] = await inTransaction((sql) => executionsWithSteps(sql, caller, [parameters.name]));
    if (found === undefined) return null;
    const { steps, ...execution } = found;
    if (steps !== null) return { ...execution, steps: [...steps] };
    const live = await liveExecutions.read(execution.executionId);
    return live === null ? { ...execution, steps: [] } : { ...execution, ...live, steps: [...live.steps] };
  },
};

/** An execution; `steps` is null until it is archived. */
export type KnownExecution = Execution & { readonly steps: readonly ExecutionStep[] | null };

/** Executions of the tenant by ARN or name, the oldest first. */
export async function executionsWithSteps(
  sql: Sql,
  { tenantId }: Caller,
  idsOrNames: readonly string[],
): Promise<readonly KnownExecution[]> {
  return sql<KnownExecution[]>`
    SELECT e.name, e.execution_arn AS "executionId", e.machine, coalesce(h.status, 'RUNNING') AS status,
      e.started_at AS "startedAt", h.stopped_at AS "stoppedAt", h.steps
    FROM executions e LEFT JOIN workflow_history h
      ON h.tenant_id = e.tenant_id AND h.execution_arn = e.execution_arn AND e.archived_at IS NOT NULL
    WHERE e.tenant_id = ${tenantId}
      AND (e.execution_arn = ANY(${idsOrNames}::text[]) OR e.name = ANY(${idsOrNames}::text[]))
    ORDER BY e.started_at, e.execution_arn`;
}

/** The steps of an execution, wherever they are. */
export async function stepsOf(
  execution: KnownExecution,
  liveExecutions: LiveExecutions,
): Promise<readonly ExecutionStep[]> {
  return execution.steps ?? (await liveExecutions.read(execution.executionId))?.steps ?? [];
}

/** One that is not archived is shown as running: it is, or ended within the last minute. */
async function selectExecutions(
  sql: Sql,
  { tenantId }: Caller,
  rest: Fragment,
): Promise<readonly Execution[]> {
  return sql<Execution[]>`
    SELECT e.name, e.execution_arn AS "executionId", e.machine, coalesce(h.status, 'RUNNING') AS status,
      e.started_at AS "startedAt", h.stopped_at AS "stoppedAt"
    FROM executions e LEFT JOIN workflow_history h
      ON h.tenant_id = e.tenant_id AND h.execution_arn = e.execution_arn AND e.archived_at IS NOT NULL
    WHERE e.tenant_id = ${tenantId} ${rest}`;
}
