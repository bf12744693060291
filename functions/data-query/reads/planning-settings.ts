/** How the tenant plans, and when its nights are. */
import type { Sql } from '#functions/_kit/database.ts';
import type { ForecastSchedule } from '#shared/contracts/api/models/planning.ts';
import type { PlanningSettings } from '#shared/contracts/events/planning-settings.ts';
import { defaultPlanningSettings } from '#shared/domain/planning/default-settings.ts';
import { nextNights } from '#shared/domain/workflows/next-nights.ts';

import type { AnswerOf, Caller, ReadsOf } from './read.ts';

const nightsShown = 3;

/** Reads of settings of planning. */
export const planningSettingsReads: ReadsOf<'getPlanningSettings' | 'getForecastSchedule'> = {
  getPlanningSettings: ({ inTransaction, caller }) =>
    inTransaction(async (sql) => {
      const { version, settings } = await readPlanningSettings(sql, caller);
      return { version, settings };
    }),
  getForecastSchedule: ({ inTransaction, caller }) =>
    inTransaction(async (sql) => {
      const row = await selectSchedule(sql, caller);
      return row === undefined ? null : scheduleOf(row);
    }),
};

/** How the tenant plans; the version is that of the stream, which pauses of the schedule count up, too. */
export async function readPlanningSettings(
  sql: Sql,
  { tenantId }: Pick<Caller, 'tenantId'>,
): Promise<AnswerOf<'getPlanningSettings'> & { readonly areDefaults: boolean }> {
  const [row] = await sql<{ settings: PlanningSettings | null; version: number }[]>`
    SELECT settings, version FROM planning_settings WHERE tenant_id = ${tenantId}`;
  const settings = row?.settings ?? null;
  return {
    version: row?.version ?? 0,
    settings: settings ?? defaultPlanningSettings,
    areDefaults: settings === null,
  };
}

type ScheduleRow = Omit<ForecastSchedule, 'status' | 'nextRuns'> & {
  readonly isPaused: boolean;
  readonly now: string;
  readonly createdAt: string;
};

async function selectSchedule(sql: Sql, { tenantId }: Caller): Promise<ScheduleRow | undefined> {
  const [row] = await sql<ScheduleRow[]>`
    SELECT now() AS now, t.time_zone AS "timeZone", t.nightly_at::text AS "nightlyAt", t.created_at AS "createdAt",
      coalesce(s.is_paused AND (s.paused_until IS NULL OR s.paused_until > (now() AT TIME ZONE t.time_zone)::date),
        false) AS "isPaused",
      s.paused_until AS "pausedUntil", s.pause_reason AS reason, s.paused_by AS "pausedBy", s.paused_at AS "pausedAt"
    FROM tenants t LEFT JOIN planning_settings s USING (tenant_id) WHERE t.tenant_id = ${tenantId}`;
  return row;
}

/** A pause whose last day is over is none any more. */
function scheduleOf({ now, createdAt, ...row }: ScheduleRow): ForecastSchedule {
  const { isPaused, timeZone, nightlyAt, pausedUntil, reason, pausedBy, pausedAt } = row;
  const pause = isPaused
    ? { pausedUntil, reason, pausedBy, pausedAt }
    : { pausedUntil: null, reason: null, pausedBy: null, pausedAt: null };
  const schedule = { ...row, createdAt: new Date(createdAt) };
  return {
    status: isPaused ? 'paused' : 'running',
    ...pause,
    timeZone,
    nightlyAt: nightlyAt.slice(0, 5),
    nextRuns: [...nextNights(schedule, new Date(now), nightsShown)],
  };
}
