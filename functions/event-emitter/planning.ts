/** Forecast runs and the policies that come out of them. */
import * as v from 'valibot';

import { idOfName, newId } from '#functions/_kit/ids.ts';
import {
  ForecastRunCompleted,
  ForecastRunScheduled,
  InventoryPolicy,
} from '#shared/contracts/events/planning.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { localDayOf } from '#shared/domain/local-day.ts';
import {
  scheduleForecastRun,
  sealForecastRun,
  type ForecastRunState,
} from '#shared/domain/planning/forecast-run.ts';
import { acceptPolicy, type PolicyState } from '#shared/domain/planning/policy.ts';
import { policyStreamName } from '#shared/domain/stream-names.ts';

import { apiCommand, workflowCommand, type CommandRunner } from './command-table.ts';
import type { Reader } from './reader.ts';
import { planNothing, planOf } from './simple.ts';

const ScheduleInput = v.strictObject({ runId: Uuid, ...ForecastRunScheduled.entries });
const SealInput = v.strictObject({ runId: Uuid, ...ForecastRunCompleted.entries });
const PoliciesInput = v.strictObject({
  runId: v.nullable(Uuid),
  items: v.pipe(
    v.array(v.strictObject({ productId: Uuid, locationId: Uuid, policy: InventoryPolicy })),
    v.maxLength(500, 'at most 500 policies at once'),
  ),
});

/** Commands on planning. */
export const planningCommands: Readonly<Record<string, CommandRunner>> = {
  startForecastRun: apiCommand('startForecastRun', async (reader) => {
    const { tenantId, timeZone } = await reader.tenant();
    const runId = newId();
    const run = { asOf: localDayOf(reader.request.now, timeZone), trigger: 'manual' } as const;
    const { events, state } = scheduleForecastRun(null, run);
    const input = { tenantId, runId, ...run };
    return planOf([{ streamId: runId, streamType: 'forecastRun', events, state }], {
      starts: [{ machine: 'nightly-forecast', subjectKey: `run:${runId}`, input, delaySeconds: 0 }],
    });
  }),

  ScheduleForecastRun: workflowCommand(ScheduleInput, async (reader, { runId, asOf, trigger }) => {
    const { events, state } = scheduleForecastRun(await readRun(reader, runId), { asOf, trigger });
    if (events.length === 0) return planNothing(runId);
    return planOf([{ streamId: runId, streamType: 'forecastRun', events, state }]);
  }),

  SealRun: workflowCommand(SealInput, async (reader, { runId, ...result }) => {
    const decision = sealForecastRun(await readRun(reader, runId), result);
    if (decision.kind === 'rejected') return decision;
    const { events, state } = decision;
    if (events.length === 0) return planNothing(runId);
    return planOf([{ streamId: runId, streamType: 'forecastRun', events, state }]);
  }),

  ApplyPolicies: workflowCommand(PoliciesInput, async (reader, { runId, items }) => {
    const byStream = new Map(
      items.map((item) => [idOfName(policyStreamName(item.productId, item.locationId)), item]),
    );
    const rows = await reader.streams([...byStream.keys()]);
    const writes = [...byStream].map(([streamId, { productId, locationId, policy }]) => {
      // Policy streams are written by this command alone, in this shape.
      const before = (rows.get(streamId)?.state ?? null) as PolicyState;
      const { events, state } = acceptPolicy(before, policy, { productId, locationId, runId });
      return { streamId, streamType: 'inventoryPolicy', events, state };
    });
    const changed = writes.filter(({ events }) => events.length > 0).length;
    return planOf(writes, { body: { changed, streamIds: [...byStream.keys()] } });
  }),
};

async function readRun(reader: Reader, runId: string): Promise<ForecastRunState | null> {
  const row = (await reader.streams([runId])).get(runId);
  // Run streams are written by these commands alone, in this shape.
  return (row?.state ?? null) as ForecastRunState | null;
}
