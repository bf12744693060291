/** IssueOrder and PersistOutcome: what the workflow does once a decision stands. */
import * as v from 'valibot';

import { readMaterialFacts, readTenantDay } from '#functions/_kit/facts.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { accept } from '#shared/domain/decider.ts';
import { type PurchaseOrderState, evolvePurchaseOrder } from '#shared/domain/purchasing/purchase-order.ts';
import { purchaseOrderCan } from '#shared/domain/purchasing/purchase-order-can.ts';
import { addDays } from '#shared/forecasting/day-number.ts';

import { markResumed } from './approval-row.ts';
import { lockOrder, orderWrite, replenishmentId } from './order-streams.ts';
import { type SettledAs, settleOrder } from './settle-order.ts';

const order = { purchaseOrderId: Uuid, approvalId: v.nullable(Uuid) };
const IssueInput = v.strictObject(order);
const outcomes = ['approved', 'postponed', 'rejected', 'cancelled', 'expired'] as const;
const OutcomeInput = v.strictObject({ ...order, outcome: v.picklist(outcomes) });

/** After a rejection the same need is not recommended for one review period. */
const suppressedDays = 7;

const settledAs: Readonly<Record<(typeof outcomes)[number], SettledAs | null>> = {
  approved: 'ordered',
  // A postponed order still takes care of its needs.
  postponed: null,
  rejected: 'rejected',
  cancelled: 'cancelled',
  expired: 'expired',
};

/** Issues the approved order; one that was cancelled meanwhile stays cancelled. */
export async function issueOrder(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  const { purchaseOrderId, approvalId } = v.parse(IssueInput, input);
  return inTransaction(services, context, async (unit) => {
    const state = await lockOrder(unit, purchaseOrderId);
    if (approvalId !== null) await markResumed(unit, approvalId);
    if (state === null || !purchaseOrderCan('issue', state.status)) {
      return { status: 200, body: { issued: false } };
    }
    const issued: DomainEvent = {
      type: 'PurchaseOrderIssued',
      payload: { channel: 'recorded', expectedAt: await expectedDay(unit, state) },
    };
    await unit.append([orderWrite(purchaseOrderId, accept(state, [issued], evolvePurchaseOrder))]);
    return { status: 200, body: { issued: true } };
  });
}

/** Settles what the order was proposed for, and names the streams that should be shown at once. */
export async function persistOutcome(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  const { purchaseOrderId, approvalId, outcome } = v.parse(OutcomeInput, input);
  return inTransaction(services, context, async (unit) => {
    const state = await lockOrder(unit, purchaseOrderId);
    if (state === null) throw new Error(`there is no purchase order ${purchaseOrderId}`);
    if (approvalId !== null) await markResumed(unit, approvalId);
    const { today } = await readTenantDay(unit.sql);
    const settled = settledAs[outcome];
    if (settled !== null) {
      await settleOrder(
        unit,
        { ...state, purchaseOrderId },
        {
          outcome: settled,
          suppressedUntil: addDays(today, suppressedDays),
          tenantId: context.tenantId,
        },
      );
    }
    const { locationId } = state;
    const needs = state.proposedProductIds.map((productId) => replenishmentId({ productId, locationId }));
    return { status: 200, body: { streamIds: [purchaseOrderId, ...needs].slice(0, 150) } };
  });
}

/** The day by which the slowest line should be there: the tenant's day and its lead time. */
export async function expectedDay(unit: UnitOfWork, state: PurchaseOrderState): Promise<string | null> {
  const productIds = state.lines.map((line) => line.productId);
  const facts = await readMaterialFacts(unit.sql, { productIds, locationId: state.locationId });
  const leadTimes = facts.flatMap((row) => (row.leadTimeDays === null ? [] : [row.leadTimeDays]));
  if (leadTimes.length === 0) return null;
  const { today } = await readTenantDay(unit.sql);
  return addDays(today, Math.ceil(Math.max(...leadTimes)));
}
