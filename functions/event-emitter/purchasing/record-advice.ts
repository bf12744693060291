/** ReserveAdvice and RecordAdvice: what advice was asked for, and what came of it, on a stream per order and revision. */
import * as v from 'valibot';

import { readTenantDay } from '#functions/_kit/facts.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import {
  CheckedAdvice,
  FactSheet,
  promptVersion,
} from '#shared/contracts/workflows/purchase-order-decision.ts';
import { adviceStreamName } from '#shared/domain/stream-names.ts';

const order = { purchaseOrderId: Uuid, revision: v.pipe(v.number(), v.integer(), v.minValue(1)) };
const ReserveInput = v.strictObject({ ...order, factSheetHash: v.string() });
const RecordInput = v.strictObject({
  ...order,
  factSheet: FactSheet,
  factSheetHash: v.string(),
  checked: CheckedAdvice,
});

/** Calls of the model that a tenant has per day. */
const dailyCalls = 500;

/** Takes one call from the tenant's daily budget, in the transaction that records the request. */
export async function reserveAdvice(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  const { purchaseOrderId, revision, factSheetHash } = v.parse(ReserveInput, input);
  return inTransaction(services, context, async (unit) => {
    const mode = (await reserveCall(unit)) ? 'model' : 'template';
    await append(unit, {
      type: 'AdviceRequested',
      payload: { purchaseOrderId, revision, promptVersion, factSheetHash, mode },
    });
    return { status: 200, body: { mode } };
  });
}

/** Records the advice that will be shown. */
export async function recordAdvice(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  const { purchaseOrderId, revision, factSheet, factSheetHash, checked } = v.parse(RecordInput, input);
  return inTransaction(services, context, async (unit) => {
    await append(unit, {
      type: 'AdviceReceived',
      payload: { purchaseOrderId, revision, promptVersion, factSheet, factSheetHash, ...checked },
    });
    return { status: 200, body: { source: checked.source } };
  });
}

async function reserveCall(unit: UnitOfWork): Promise<boolean> {
  const { today } = await readTenantDay(unit.sql);
  const rows = await unit.sql`
    INSERT INTO counters AS c (tenant_id, name, value) VALUES (current_tenant(), ${`advice:${today}`}, 1)
    ON CONFLICT (tenant_id, name) DO UPDATE SET value = c.value + 1 WHERE c.value < ${dailyCalls} RETURNING value`;
  return rows.length > 0;
}

async function append(
  unit: UnitOfWork,
  event: Extract<DomainEvent, { type: 'AdviceRequested' | 'AdviceReceived' }>,
): Promise<void> {
  const { purchaseOrderId, revision } = event.payload;
  const streamId = idOfName(adviceStreamName(purchaseOrderId, revision));
  // Locked so that the version is known; the state only says how far it went.
  await unit.lock([streamId]);
  await unit.append([{ streamId, streamType: 'advice', events: [event], state: { last: event.type } }]);
}
