/** RouteApproval: makes the approval row, decidable at once, with the facts it rests on. */
import * as v from 'valibot';

import { factsHashOf, lineVectors, readMaterialFacts } from '#functions/_kit/facts.ts';
import type { LineVector } from '#shared/domain/issues/line-changes.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { FactSheet } from '#shared/contracts/workflows/purchase-order-decision.ts';
import { accept } from '#shared/domain/decider.ts';
import { orderValueMinor } from '#shared/domain/purchasing/order-value.ts';
import { type PurchaseOrderState, evolvePurchaseOrder } from '#shared/domain/purchasing/purchase-order.ts';

import { lockOrder, orderWrite } from './order-streams.ts';

const Input = v.strictObject({
  purchaseOrderId: Uuid,
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  factSheet: FactSheet,
});

/** Five minutes less than the wait of the state: the row stops taking decisions first. */
const waitMs = (7 * 24 * 60 - 5) * 60_000;

type Route = { readonly route: 'person' | 'auto' | 'none'; readonly approvalId: string | null };

/** Asks a person to decide; an order that no longer waits is not routed. */
export async function routeApproval(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  const { purchaseOrderId, revision, factSheet } = v.parse(Input, input);
  return inTransaction(services, context, async (unit) => {
    const order = await lockOrder(unit, purchaseOrderId);
    const waits = order?.status === 'Proposed' || order?.status === 'PendingApproval';
    if (order === null || !waits || order.revision !== revision) {
      const none: Route = { route: 'none', approvalId: null };
      return { status: 200, body: none };
    }
    const approvalId = idOfName(`approval:${context.executionId}:${revision}`);
    const vectors = await readOrderVectors(unit, order);
    const factsHash = factsHashOf(revision, vectors);
    const valueMinor = orderValueMinor(order.lines);
    const expiresAt = new Date(context.now.getTime() + waitMs).toISOString();
    const { sql } = unit;
    await sql`INSERT INTO approvals (tenant_id, approval_id, purchase_order_id, revision, execution_id, status,
        value_minor, currency, required_count, facts_hash, facts, fact_sheet, expires_at)
      VALUES (current_tenant(), ${approvalId}, ${purchaseOrderId}, ${revision}, ${context.executionId ?? ''}, 'PENDING',
        ${valueMinor}, ${order.currency}, 1, ${factsHash}, ${jsonOf(unit, vectors)}, ${jsonOf(unit, factSheet)}, ${expiresAt})
      ON CONFLICT (tenant_id, approval_id) DO NOTHING`;
    const requested: DomainEvent = {
      type: 'PurchaseOrderApprovalRequested',
      payload: { approvalId, revision, valueMinor, requiredCount: 1, expiresAt },
    };
    await unit.append([
      orderWrite(purchaseOrderId, accept(order, [requested], evolvePurchaseOrder), { factsHash }),
    ]);
    const person: Route = { route: 'person', approvalId };
    return { status: 200, body: person };
  });
}

/** The material vectors of the order's lines as they are now. */
export async function readOrderVectors(
  unit: UnitOfWork,
  order: PurchaseOrderState,
): Promise<readonly LineVector[]> {
  const facts = await readMaterialFacts(unit.sql, {
    productIds: order.lines.map((line) => line.productId),
    locationId: order.locationId,
  });
  return lineVectors(order.lines, facts);
}

function jsonOf(unit: UnitOfWork, value: unknown) {
  // A round trip leaves exactly what JSON can hold.
  return unit.sql.json(JSON.parse(JSON.stringify(value)) as Parameters<typeof unit.sql.json>[0]);
}
