import type { Database, Sql } from '#functions/_kit/database.ts';
import type { ClassAccuracy, ForecastRunTrigger } from '#shared/contracts/events/planning.ts';
import type { UsageAnalyserTaskOf } from '#shared/contracts/workflows/nightly-forecast.ts';
import type { NotifierTask, RunSummary } from '#shared/contracts/workflows/notifier.ts';

const MOST_FAILURES = 10;
/** As many as the notifier takes at once. */
const MOST_RECIPIENTS = 50;

/** The mail that says what a run came to: the notifier's task; it goes to nobody where nobody wants to know. */
export async function summariseRun(
  { tenantId, runId }: UsageAnalyserTaskOf<'summarise-run'>,
  database: Database,
): Promise<NotifierTask> {
  return database.transaction(
    { tenantId },
    async (sql) => {
      const run = await readRun(sql, runId);
      const { isOfAll, ...summary } = run;
      const to = isOfAll ? await readRecipients(sql) : [];
      const worst = await readFailures(sql, runId);
      return { task: 'run-summary', to, locale: 'en', summary: { ...summary, worst } };
    },
    { retry: true, readOnly: true },
  );
}

type Run = Omit<RunSummary, 'worst'> & {
  readonly trigger: ForecastRunTrigger;
  readonly accuracy: ClassAccuracy[];
  readonly isOfAll: boolean;
};

async function readRun(sql: Sql, runId: string): Promise<Run> {
  const [run] = await sql<Run[]>`
    SELECT r.run_id AS "runId", r.as_of AS "asOf", r.trigger, r.planned, r.failed,
      (SELECT count(*)::int FROM inventory_policies i WHERE i.tenant_id = r.tenant_id AND i.run_id = r.run_id) AS changed,
      round(extract(epoch FROM now() - r.requested_at) / 60, 1) AS minutes,
      coalesce(r.accuracy, '[]'::jsonb) AS accuracy, t.name AS "tenantName", t.time_zone AS "timeZone",
      r.trigger <> 'policyChange' AND r.only_failed_of IS NULL AS "isOfAll"
    FROM forecast_runs r JOIN tenants t USING (tenant_id)
    WHERE r.tenant_id = current_tenant() AND r.run_id = ${runId}`;
  if (run !== undefined) return run;
  throw new Error(`the tables show no forecast run ${runId}: its schedule must be applied first`);
}

/** Who decides on orders, and left an address. */
async function readRecipients(sql: Sql): Promise<string[]> {
  const rows = await sql<{ email: string }[]>`
    SELECT email FROM memberships
    WHERE tenant_id = current_tenant() AND role IN ('approver', 'admin') AND email <> ''
    GROUP BY email ORDER BY email LIMIT ${MOST_RECIPIENTS}`;
  return rows.map(({ email }) => email);
}

async function readFailures(sql: Sql, runId: string): Promise<RunSummary['worst']> {
  const rows = await sql<RunSummary['worst']>`
    SELECT left(p.sku, 100) AS sku, left(p.name, 200) AS name, left(f.reason, 200) AS reason
    FROM forecast_failures f JOIN products p USING (tenant_id, product_id)
    WHERE f.tenant_id = current_tenant() AND f.run_id = ${runId}
    ORDER BY p.sku, f.location_id LIMIT ${MOST_FAILURES}`;
  return [...rows];
}
