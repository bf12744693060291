/** What people tell the forecast: demand events, overrides, days to leave out. */
import { idOfName, newId } from '#functions/_kit/ids.ts';
import type { DemandEventScope } from '#shared/contracts/events/demand-plan.ts';
import { reject, type Rejection } from '#shared/domain/decider.ts';
import {
  cancelDemandEvent,
  planDemandEvent,
  type DemandEventState,
} from '#shared/domain/demand/demand-event.ts';
import {
  emptyPlan,
  endOverride,
  overrideDemand,
  treatDay,
  type DemandPlanState,
} from '#shared/domain/demand/demand-plan.ts';
import { demandOverrideKey } from '#shared/domain/natural-keys.ts';
import { demandPlanStreamName } from '#shared/domain/stream-names.ts';

import { apiCommand, type CommandRunner, type InputOf } from './command-table.ts';
import { badField, localToday, onlyProduct } from './input-checks.ts';
import type { Reader } from './reader.ts';
import { locationReference, productReference } from './references.ts';
import { planNothing, planOf } from './simple.ts';

/** Commands on what people know of demand. */
export const demandPlanCommands: Readonly<Record<string, CommandRunner>> = {
  planDemandEvent: apiCommand('planDemandEvent', async (reader, input) => {
    const scope = await resolveScope(reader, input.scope);
    const { events, state } = planDemandEvent({ ...input, scope });
    return planOf([{ streamId: newId(), streamType: 'demandEvent', events, state }], { outcome: 'added' });
  }),

  cancelDemandEvent: apiCommand('cancelDemandEvent', async (reader) => {
    const { demandEventId: streamId = '' } = reader.request.parameters;
    const row = (await reader.streams([streamId])).get(streamId);
    if (row?.type !== 'demandEvent') return nothingThere('demand event', streamId);
    // Streams of this type are written by these commands alone, in this shape.
    const { events, state } = cancelDemandEvent(row.state as DemandEventState);
    if (events.length === 0) return planNothing(streamId);
    return planOf([{ streamId, streamType: 'demandEvent', events, state }], { outcome: 'changed' });
  }),

  overrideDemand: apiCommand('overrideDemand', async (reader, input) => {
    const { from, until, perDay, factor, reason } = input;
    const { streamId, state: before } = await readPlan(reader, input);
    const today = await localToday(reader);
    const overrideId = newId();
    const decision = overrideDemand(before, { from, until, perDay, factor }, { overrideId, today });
    if (decision.kind === 'rejected') return decision;
    const { events, state } = decision;
    return planOf([{ streamId, streamType: 'demandPlan', events, state, reason }], {
      outcome: 'added',
      claims: [{ key: demandOverrideKey(overrideId), streamId }],
    });
  }),

  endDemandOverride: apiCommand('endDemandOverride', async (reader) => {
    const { overrideId = '' } = reader.request.parameters;
    const key = demandOverrideKey(overrideId);
    const streamId = (await reader.claims([key])).get(key);
    if (streamId === undefined) return nothingThere('demand override', overrideId);
    const row = (await reader.streams([streamId])).get(streamId);
    // A claim on an override is made together with its stream, by these commands alone.
    const { events, state } = endOverride(row?.state as DemandPlanState, overrideId);
    if (events.length === 0) return planNothing(streamId);
    return planOf([{ streamId, streamType: 'demandPlan', events, state }], { outcome: 'changed' });
  }),

  treatDemandDay: apiCommand('treatDemandDay', async (reader, input) => {
    const { day, treatment } = input;
    const { streamId, state: before } = await readPlan(reader, input);
    const today = await localToday(reader);
    if (day > today) throw badField('day', `must not be after today (${today}): it is no history yet`);
    const decision = treatDay(before, day, treatment);
    if (decision.kind === 'rejected') return decision;
    const { events, state } = decision;
    if (events.length === 0) return planNothing(streamId);
    return planOf([{ streamId, streamType: 'demandPlan', events, state }], { outcome: 'changed' });
  }),
};

async function resolveScope(
  reader: Reader,
  scope: InputOf<'planDemandEvent'>['scope'],
): Promise<DemandEventScope> {
  if (scope.kind !== 'products') return scope;
  const references = scope.products.map((product, i) => onlyProduct(product, `scope.products.${i}.`));
  return { kind: 'products', productIds: [...new Set(await reader.resolve(references))] };
}

type Plan = { readonly streamId: string; readonly state: DemandPlanState };

async function readPlan(
  reader: Reader,
  input: Parameters<typeof productReference>[0] & Parameters<typeof locationReference>[0],
): Promise<Plan> {
  const references = [productReference(input), locationReference(input)];
  const [productId = '', locationId = ''] = await reader.resolve(references);
  const streamId = idOfName(demandPlanStreamName(productId, locationId));
  const row = (await reader.streams([streamId])).get(streamId);
  // Streams of demand plans are written by these commands alone, in this shape.
  return { streamId, state: (row?.state ?? emptyPlan(productId, locationId)) as DemandPlanState };
}

function nothingThere(what: string, id: string): Rejection {
  return reject(404, 'Not found', { detail: `there is no ${what} "${id}"` });
}
