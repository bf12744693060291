/** Forecast runs and the policies that come out of them. */
import * as v from 'valibot';

import { ForecastRunCompleted, ForecastRunScheduled } from '#shared/contracts/events/planning.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import {
  scheduleForecastRun,
  sealForecastRun,
  type ForecastRunState,
} from '#shared/domain/planning/forecast-run.ts';

import { applyPolicies } from './apply-policies.ts';
import { transactionCommand, workflowCommand, type CommandRunner } from './command-table.ts';
import type { Reader } from './reader.ts';
import { planNothing, planOf } from './simple.ts';
import { startForecastRun } from './start-forecast-run.ts';

const ScheduleInput = v.strictObject({ runId: Uuid, ...ForecastRunScheduled.entries });
const SealInput = v.strictObject({ runId: Uuid, ...ForecastRunCompleted.entries });

/** Commands on planning. */
export const planningCommands: Readonly<Record<string, CommandRunner>> = {
  startForecastRun: transactionCommand(startForecastRun),
  ApplyPolicies: transactionCommand(applyPolicies),

  ScheduleForecastRun: workflowCommand(ScheduleInput, async (reader, { runId, ...run }) => {
    const { events, state } = scheduleForecastRun(await readRun(reader, runId), run);
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
};

async function readRun(reader: Reader, runId: string): Promise<ForecastRunState | null> {
  const row = (await reader.streams([runId])).get(runId);
  // Run streams are written by these commands alone, in this shape.
  return (row?.state ?? null) as ForecastRunState | null;
}
