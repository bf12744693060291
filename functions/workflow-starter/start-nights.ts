/** Starts the nightly forecast of each tenant whose local hour has come, once per local day. */
import { idOfName } from '#functions/_kit/ids.ts';
import { canonicalJson } from '#functions/_kit/hash.ts';
import { logError, logInfo } from '#functions/_kit/log.ts';
import { nightOf } from '#shared/domain/workflows/night-of.ts';

import type { Services } from './services.ts';

const machine = 'nightly-forecast';

type Tenant = {
  readonly tenantId: string;
  readonly timeZone: string;
  readonly nightlyAt: string;
  readonly createdAt: string;
  readonly isPaused: boolean;
  /** The first day that runs again; null: until someone resumes it. */
  readonly pausedUntil: string | null;
};

/** Starts what is due at the instant; returns how many were started. */
export async function startNights(services: Services, now: Date): Promise<number> {
  const tenants = await services.database.statement(
    (sql) => sql<
      Tenant[]
    >`SELECT t.tenant_id AS "tenantId", t.time_zone AS "timeZone", t.nightly_at AS "nightlyAt",
      t.created_at AS "createdAt", coalesce(s.is_paused, false) AS "isPaused", s.paused_until AS "pausedUntil"
      FROM tenants t LEFT JOIN planning_settings s USING (tenant_id) ORDER BY t.tenant_id`,
  );
  let started = 0;
  for (const tenant of tenants) {
    try {
      started += await startNight(services, tenant, now);
    } catch (error) {
      // One tenant's trouble must not cost the others their night; in 15 minutes it is tried again.
      logError('a nightly run could not be started', { tenantId: tenant.tenantId, error });
    }
  }
  return started;
}

async function startNight({ database, stepFunctions }: Services, tenant: Tenant, now: Date): Promise<0 | 1> {
  const { tenantId } = tenant;
  const asOf = nightOf({ ...tenant, createdAt: new Date(tenant.createdAt) }, now);
  if (asOf === null || isPausedOn(asOf, tenant)) return 0;
  const name = `nf-${tenantId.replaceAll('-', '')}-${asOf.replaceAll('-', '')}`;
  const arn = stepFunctions.arnOf(machine, name);
  const known = await database.statement(
    (sql) => sql`SELECT FROM executions WHERE tenant_id = ${tenantId} AND execution_arn = ${arn}`,
  );
  if (known.length > 0) return 0;
  const runId = idOfName(`${tenantId}/${asOf}`);
  const input = { tenantId, runId, asOf, trigger: 'nightly' };
  const executionArn = await stepFunctions.start({ machine, name, input: canonicalJson(input) });
  await database.statement(
    (sql) => sql`INSERT INTO executions (tenant_id, execution_arn, machine, name, subject_key)
      VALUES (${tenantId}, ${executionArn}, ${machine}, ${name}, ${`run:${runId}`}) ON CONFLICT DO NOTHING`,
    { retry: true },
  );
  logInfo('nightly run started', { tenantId, name });
  return 1;
}

/** Nights of a pause are not made up for: when it ends, the night of that day is run. */
function isPausedOn(day: string, { isPaused, pausedUntil }: Tenant): boolean {
  return isPaused && (pausedUntil === null || day < pausedUntil);
}
