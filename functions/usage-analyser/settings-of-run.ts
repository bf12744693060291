/** How the tenant planned when a run began: the settings in force may be newer. */
import * as v from 'valibot';

import type { Sql } from '#functions/_kit/database.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import { PlanningSettings } from '#shared/contracts/events/planning-settings.ts';
import { defaultPlanningSettings } from '#shared/domain/planning/default-settings.ts';
import { planningSettingsStreamName } from '#shared/domain/stream-names.ts';

const settingsStream = idOfName(planningSettingsStreamName);

/** The present version of the stream of settings; 0: nobody set anything. */
export async function readSettingsVersion(sql: Sql): Promise<number> {
  const [stream] = await sql<{ version: number }[]>`
    SELECT version FROM streams WHERE tenant_id = current_tenant() AND stream_id = ${settingsStream}`;
  return stream?.version ?? 0;
}

/** The settings as they were at a version of their stream. */
export async function readSettingsAt(sql: Sql, version: number): Promise<PlanningSettings> {
  const [event] = await sql<{ settings: unknown }[]>`
    SELECT payload -> 'after' AS settings FROM events
    WHERE tenant_id = current_tenant() AND stream_id = ${settingsStream} AND stream_version <= ${version}
      AND type = 'PlanningSettingsChanged'
    ORDER BY stream_version DESC LIMIT 1`;
  return event === undefined ? defaultPlanningSettings : v.parse(PlanningSettings, event.settings);
}
