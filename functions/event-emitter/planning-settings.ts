/** How the tenant plans: settings, what differs for an item, and the schedule of the nightly run. */
import { idOfName } from '#functions/_kit/ids.ts';
import type { Reason } from '#shared/contracts/events/envelope.ts';
import type { Acceptance } from '#shared/domain/decider.ts';
import {
  changePlanningSettings,
  pauseSchedule,
  resumeSchedule,
  untouchedSettings,
  type PlanningSettingsState,
} from '#shared/domain/planning/planning-settings.ts';
import { overridePolicy, type PolicyOverrideState } from '#shared/domain/planning/policy-override.ts';
import { planningSettingsStreamName, policyOverrideStreamName } from '#shared/domain/stream-names.ts';

import { apiCommand, type CommandRunner } from './command-table.ts';
import { badField, localToday } from './input-checks.ts';
import type { Reader } from './reader.ts';
import { locationReference, productReference } from './references.ts';
import { planNothing, planOf, type Plan } from './simple.ts';

const settingsStream = idOfName(planningSettingsStreamName);

/** Commands on how the tenant plans; what the levels make of it starts when the tables show it. */
export const planningSettingsCommands: Readonly<Record<string, CommandRunner>> = {
  changePlanningSettings: apiCommand('changePlanningSettings', async (reader, input) =>
    writeSettings(changePlanningSettings(await readSettings(reader), input)),
  ),

  setForecastSchedule: apiCommand('setForecastSchedule', async (reader, input) => {
    if (input.status === 'running') return writeSettings(resumeSchedule(await readSettings(reader)));
    const { until, reason } = input;
    const today = await localToday(reader);
    // It is the first day that runs again, so today would be no pause at all.
    if (until !== null && until <= today) throw badField('until', `must be after today (${today}), or null`);
    return writeSettings(pauseSchedule(await readSettings(reader), until), reason);
  }),

  overridePolicy: apiCommand('overridePolicy', async (reader, input) => {
    const { override, reason } = input;
    const references = [productReference(input), locationReference(input)];
    const [productId = '', locationId = ''] = await reader.resolve(references);
    const today = await localToday(reader);
    if (override !== null && override.until !== null && override.until < today)
      throw badField('override.until', `must be today (${today}) or later, or null`);
    const streamId = idOfName(policyOverrideStreamName(productId, locationId));
    const row = (await reader.streams([streamId])).get(streamId);
    // Streams of overrides are written by this command alone, in this shape.
    const before = (row?.state ?? null) as PolicyOverrideState;
    const { events, state } = overridePolicy(before, override, { productId, locationId });
    if (events.length === 0) return planNothing(streamId);
    return planOf([{ streamId, streamType: 'policyOverride', events, state, reason }], {
      outcome: before === null ? 'added' : 'changed',
    });
  }),
};

async function readSettings(reader: Reader): Promise<PlanningSettingsState> {
  const row = (await reader.streams([settingsStream])).get(settingsStream);
  // The stream is written by these commands alone, in this shape.
  return (row?.state ?? untouchedSettings) as PlanningSettingsState;
}

function writeSettings(
  { events, state }: Acceptance<PlanningSettingsState>,
  reason: Reason | null = null,
): Plan {
  if (events.length === 0) return planNothing(settingsStream);
  return planOf([{ streamId: settingsStream, streamType: 'planningSettings', events, state, reason }], {
    outcome: 'changed',
  });
}
