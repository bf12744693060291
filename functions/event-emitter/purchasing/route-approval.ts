/** RouteApproval: policy approves the order, or an approval row is made, decidable at once, with what it rests on. */
import * as v from 'valibot';

import { readApprovalPolicy } from '#functions/_kit/approval-authority.ts';
import { factsHashOf, lineVectors, readMaterialFacts } from '#functions/_kit/facts.ts';
import type { LineVector } from '#shared/domain/issues/line-changes.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { FactSheet } from '#shared/contracts/workflows/purchase-order-decision.ts';
import { type ApprovalRoute, routeOf } from '#shared/domain/approvals/route-of.ts';
import { accept } from '#shared/domain/decider.ts';
import { orderValueMinor } from '#shared/domain/purchasing/order-value.ts';
import { type PurchaseOrderState, evolvePurchaseOrder } from '#shared/domain/purchasing/purchase-order.ts';

import { readProposer } from './approval-row.ts';
import { lockOrder, orderWrite } from './order-streams.ts';
import { askForMail } from './remind-approval.ts';
import { readRoutingFacts, type RoutingFacts } from './route-facts.ts';

const Input = v.strictObject({
  purchaseOrderId: Uuid,
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  factSheet: FactSheet,
});

const hourMs = 3_600_000;
/** Five minutes less than the wait of the state: the row stops taking decisions first. */
const longestWaitMs = 7 * 24 * hourMs - 5 * 60_000;

type Route = { readonly route: 'person' | 'auto' | 'none'; readonly approvalId: string | null };

/** Approves by policy or asks people to decide; an order that no longer waits is not routed. */
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
    const { policy, version } = await readApprovalPolicy(unit.sql);
    const routing = await readRoutingFacts(unit, { ...order, purchaseOrderId });
    const proposedBy = await readProposer(unit, purchaseOrderId);
    const { lines, currency } = order;
    const route = routeOf(
      policy,
      {
        valueMinor: orderValueMinor(lines),
        currency,
        revision,
        isProposedByPerson: proposedBy !== null,
        wasAsked: order.approvalId !== null,
      },
      routing.facts,
    );
    const routed = { context, purchaseOrderId, order, policy, version, routing, route, proposedBy };
    const body: Route =
      route.kind === 'auto' ? await approve(unit, routed) : await ask(unit, routed, factSheet);
    return { status: 200, body };
  });
}

type Routed = {
  readonly context: CommandContext;
  readonly purchaseOrderId: string;
  readonly order: PurchaseOrderState;
  readonly policy: ApprovalPolicy;
  readonly version: number;
  readonly routing: RoutingFacts;
  readonly route: ApprovalRoute;
  readonly proposedBy: string | null;
};

/** Approved by policy: nobody is asked, and there is nothing to take back. */
async function approve(unit: UnitOfWork, routed: Routed): Promise<Route> {
  const { purchaseOrderId, order, version, routing, route } = routed;
  const { revision } = order;
  const because = [...route.because];
  const approved: DomainEvent = {
    type: 'PurchaseOrderApproved',
    payload: { approvalId: null, revision, auto: true, undoUntil: null, because, policyVersion: version },
  };
  const factsHash = factsHashOf(revision, routing.vectors);
  await unit.append([
    orderWrite(purchaseOrderId, accept(order, [approved], evolvePurchaseOrder), { factsHash }),
  ]);
  return { route: 'auto', approvalId: null };
}

/** Asks people: the approval row, the event, and a mail. */
async function ask(unit: UnitOfWork, routed: Routed, factSheet: FactSheet): Promise<Route> {
  const { context, purchaseOrderId, order, policy, version, routing, route, proposedBy } = routed;
  const { revision, currency } = order;
  const approvalId = idOfName(`approval:${context.executionId}:${revision}`);
  const factsHash = factsHashOf(revision, routing.vectors);
  const valueMinor = orderValueMinor(order.lines);
  const after = (ms: number): string => new Date(context.now.getTime() + ms).toISOString();
  const expiresAt = after(Math.min(policy.expireAfterHours * hourMs, longestWaitMs));
  const summary = { ...routing.summary, proposedBy };
  const { requiredCount } = route;
  await unit.sql`INSERT INTO approvals (tenant_id, approval_id, purchase_order_id, revision, execution_id, status,
      value_minor, currency, required_count, facts_hash, facts, fact_sheet, expires_at, policy, policy_version, summary,
      remind_at, escalate_at)
    VALUES (current_tenant(), ${approvalId}, ${purchaseOrderId}, ${revision}, ${context.executionId ?? ''}, 'PENDING',
      ${valueMinor}, ${currency}, ${requiredCount}, ${factsHash}, ${jsonOf(unit, routing.vectors)},
      ${jsonOf(unit, factSheet)}, ${expiresAt}, ${jsonOf(unit, policy)}, ${version}, ${jsonOf(unit, summary)},
      ${after(policy.remindAfterHours * hourMs)}, ${after(policy.escalateAfterHours * hourMs)})
    ON CONFLICT (tenant_id, approval_id) DO NOTHING`;
  await askForMail(unit, approvalId, 'approval-requested');
  const because = route.because.length === 0 ? {} : { because: [...route.because] };
  const requested: DomainEvent = {
    type: 'PurchaseOrderApprovalRequested',
    payload: {
      approvalId,
      revision,
      valueMinor,
      requiredCount,
      expiresAt,
      ...because,
      policyVersion: version,
    },
  };
  await unit.append([
    orderWrite(purchaseOrderId, accept(order, [requested], evolvePurchaseOrder), { factsHash }),
  ]);
  return { route: 'person', approvalId };
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
