/** How the tenant plans, what differs for an item, and the classes of items. */
import type { Sql } from '#functions/_kit/database.ts';

import { document, documentOrNull } from './documents.ts';
import type { ParsedEvent, ProjectionsOf } from './projection.ts';

/** How events of planning settings show in the tables. */
export const planningSettings: ProjectionsOf<
  | 'PlanningSettingsChanged'
  | 'ForecastSchedulePaused'
  | 'ForecastScheduleResumed'
  | 'PolicyOverridden'
  | 'SkuClassified'
> = {
  PlanningSettingsChanged: async (sql, { tenantId, streamVersion, occurredAt, payload }, followUps) => {
    await sql`INSERT INTO planning_settings (tenant_id, settings, version, changed_at)
      VALUES (${tenantId}, ${document(sql, payload.after)}, ${streamVersion}, ${occurredAt})
      ON CONFLICT (tenant_id) DO UPDATE SET settings = excluded.settings, version = excluded.version,
        changed_at = excluded.changed_at`;
    followUps.computeLevels();
  },
  ForecastSchedulePaused: async (sql, event) => {
    const { actor, reason, occurredAt, payload } = event;
    await setSchedule(sql, event, {
      isPaused: true,
      until: payload.until,
      reason: documentOrNull(sql, reason),
      by: document(sql, actor),
      at: occurredAt,
    });
  },
  ForecastScheduleResumed: (sql, event) =>
    setSchedule(sql, event, { isPaused: false, until: null, reason: null, by: null, at: null }),
  PolicyOverridden: async (sql, { tenantId, occurredAt, actor, reason, payload }, followUps) => {
    const { productId, locationId, after } = payload;
    followUps.computeLevels();
    if (after === null) {
      await sql`DELETE FROM policy_overrides WHERE tenant_id = ${tenantId} AND product_id = ${productId}
        AND location_id = ${locationId}`;
      return;
    }
    await sql`INSERT INTO policy_overrides (tenant_id, product_id, location_id, override, until_day, reason, set_by, set_at)
      VALUES (${tenantId}, ${productId}, ${locationId}, ${document(sql, after)}, ${after.until},
        ${documentOrNull(sql, reason)}, ${document(sql, actor)}, ${occurredAt})
      ON CONFLICT (tenant_id, product_id, location_id) DO UPDATE SET override = excluded.override,
        until_day = excluded.until_day, reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at`;
  },
  SkuClassified: async (sql, { tenantId, occurredAt, payload }) => {
    const { productId, locationId, after } = payload;
    await sql`INSERT INTO item_classes (tenant_id, product_id, location_id, abc_class, xyz_class, demand_pattern,
        classified_at)
      VALUES (${tenantId}, ${productId}, ${locationId}, ${after.abcClass}, ${after.xyzClass}, ${after.demandPattern},
        ${occurredAt})
      ON CONFLICT (tenant_id, product_id, location_id) DO UPDATE SET abc_class = excluded.abc_class,
        xyz_class = excluded.xyz_class, demand_pattern = excluded.demand_pattern,
        classified_at = excluded.classified_at`;
  },
};

type Schedule = {
  readonly isPaused: boolean;
  readonly until: string | null;
  readonly reason: ReturnType<typeof documentOrNull>;
  readonly by: ReturnType<typeof documentOrNull>;
  readonly at: string | null;
};

async function setSchedule(
  sql: Sql,
  { tenantId, streamVersion, occurredAt }: ParsedEvent<'ForecastSchedulePaused' | 'ForecastScheduleResumed'>,
  { isPaused, until, reason, by, at }: Schedule,
): Promise<void> {
  await sql`INSERT INTO planning_settings (tenant_id, version, is_paused, paused_until, pause_reason, paused_by,
      paused_at, changed_at)
    VALUES (${tenantId}, ${streamVersion}, ${isPaused}, ${until}, ${reason}, ${by}, ${at}, ${occurredAt})
    ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version, is_paused = excluded.is_paused,
      paused_until = excluded.paused_until, pause_reason = excluded.pause_reason, paused_by = excluded.paused_by,
      paused_at = excluded.paused_at, changed_at = excluded.changed_at`;
}
