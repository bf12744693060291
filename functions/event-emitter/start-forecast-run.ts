/** startForecastRun: a run that a person asks for, of everything or of what failed. */
import type { Sql } from '#functions/_kit/database.ts';
import { readTenantDay } from '#functions/_kit/facts.ts';
import { newId } from '#functions/_kit/ids.ts';
import { reject, type Rejection } from '#shared/domain/decider.ts';
import { scheduleForecastRun } from '#shared/domain/planning/forecast-run.ts';

import type { CommandContext, CommandResult } from './command.ts';
import type { InputOf } from './command-table.ts';
import { writeAccepted } from './purchasing/write-accepted.ts';
import type { Services } from './services.ts';
import { inTransaction } from './transaction.ts';

/** Schedules the run and asks for its execution. */
export async function startForecastRun(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  // The door parsed it by the schema that InputOf is inferred from.
  const { onlyFailed } = input as InputOf<'startForecastRun'>;
  return inTransaction(services, context, async (unit) => {
    const { today } = await readTenantDay(unit.sql);
    const onlyFailedOf = onlyFailed ? await findFailedRun(unit.sql) : null;
    if (onlyFailedOf !== null && typeof onlyFailedOf !== 'string') return onlyFailedOf;
    const runId = newId();
    const run = { asOf: today, trigger: 'manual', onlyFailedOf } as const;
    const { events, state } = scheduleForecastRun(null, run);
    const written = await unit.append([{ streamId: runId, streamType: 'forecastRun', events, state }]);
    await unit.requestStart({
      machine: 'nightly-forecast',
      subjectKey: `run:${runId}`,
      input: { tenantId: context.tenantId, runId, ...run },
      delaySeconds: 0,
    });
    return writeAccepted(written);
  });
}

/** The newest run that forecast something and is over, if something failed in it. */
async function findFailedRun(sql: Sql): Promise<string | Rejection> {
  const [run] = await sql<{ runId: string; failed: number }[]>`
    SELECT run_id AS "runId", failed FROM forecast_runs
    WHERE tenant_id = current_tenant() AND status = 'completed' AND trigger <> 'policyChange'
    ORDER BY completed_at DESC, run_id DESC LIMIT 1`;
  if (run === undefined)
    return reject(409, 'Nothing failed', { detail: 'no forecast run is over yet: start one of everything' });
  if (run.failed === 0)
    return reject(409, 'Nothing failed', {
      detail: 'the newest forecast run that is over has no failures: start one of everything',
    });
  return run.runId;
}
