/** What the tables show of executions: only that a forecast run ended before its time. */
import { showsNowhere, type ProjectionsOf } from './projection.ts';

/** How events of executions show in the tables. */
export const workflows: ProjectionsOf<'WorkflowControlRequested' | 'WorkflowCompleted'> = {
  WorkflowControlRequested: showsNowhere,
  WorkflowCompleted: async (sql, { tenantId, payload }) => {
    if (payload.status === 'SUCCEEDED') return;
    await sql`UPDATE forecast_runs SET status = 'aborted'
      WHERE tenant_id = ${tenantId} AND status <> 'completed'
        AND 'run:' || run_id = (SELECT subject_key FROM executions
          WHERE tenant_id = ${tenantId} AND execution_arn = ${payload.executionId})`;
  },
};
