/** DraftOrder: gathers what should be ordered of a supplier for a location into one proposed order. */
import * as v from 'valibot';

import { readTenantDay } from '#functions/_kit/facts.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { StreamWrite, UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { accept } from '#shared/domain/decider.ts';
import { evolvePurchaseOrder } from '#shared/domain/purchasing/purchase-order.ts';
import {
  evolveReplenishment,
  type Recommendation,
  type ReplenishmentState,
} from '#shared/domain/replenishment/replenishment.ts';

import { nextOrderNumber } from './order-number.ts';
import {
  lockOrder,
  lockReplenishment,
  needClaimPrefix,
  openOrderClaim,
  orderWrite,
} from './order-streams.ts';

const Input = v.strictObject({
  supplierId: v.nullable(Uuid),
  locationId: v.nullable(Uuid),
  purchaseOrderId: v.nullable(Uuid),
});

type Drafted = { readonly drafted: boolean; readonly purchaseOrderId: string | null };
type Need = {
  readonly claim: string;
  readonly streamId: string;
  readonly state: ReplenishmentState;
  readonly recommendation: Recommendation;
};

const nothing: Drafted = { drafted: false, purchaseOrderId: null };
const mostLines = 500;

/** Takes up a named order (proposed by a person, or postponed until today), or drafts one of the open recommendations. */
export async function draftOrder(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  const { supplierId, locationId, purchaseOrderId } = v.parse(Input, input);
  return inTransaction(services, context, async (unit) => {
    if (purchaseOrderId !== null) return { status: 200, body: await takeUp(unit, purchaseOrderId) };
    if (supplierId === null || locationId === null)
      throw new Error('DraftOrder needs an order, or a supplier and a location');
    return { status: 200, body: await draft(unit, context, { supplierId, locationId }) };
  });
}

async function takeUp(unit: UnitOfWork, purchaseOrderId: string): Promise<Drafted> {
  const order = await lockOrder(unit, purchaseOrderId);
  if (order?.status === 'Proposed') return { drafted: true, purchaseOrderId };
  if (order?.status !== 'Postponed' || order.wake === null) return nothing;
  const { today } = await readTenantDay(unit.sql);
  if (order.wake.until > today) return nothing;
  const ended: DomainEvent = { type: 'PurchaseOrderPostponementEnded', payload: { condition: 'date' } };
  await unit.append([orderWrite(purchaseOrderId, accept(order, [ended], evolvePurchaseOrder))]);
  return { drafted: true, purchaseOrderId };
}

async function draft(
  unit: UnitOfWork,
  context: CommandContext,
  { supplierId, locationId }: { readonly supplierId: string; readonly locationId: string },
): Promise<Drafted> {
  const supplier = await unit.lock([supplierId]);
  // The supplier's stream is event-emitter's own; only its status matters here.
  const status = (supplier.get(supplierId)?.state as { readonly status?: string } | undefined)?.status;
  if (status === 'held') return nothing;
  const needs = await openNeeds(unit, needClaimPrefix(supplierId, locationId));
  const currency = needs[0]?.recommendation.facts.currency;
  if (currency === undefined || currency === null) return nothing;
  const purchaseOrderId = idOfName(`purchase-order:${context.executionId}`);
  const isFirst = await unit.takeClaim(openOrderClaim(supplierId, locationId), purchaseOrderId);
  // Another order waits: the needs stay open, and its end asks for the next draft.
  if (!isFirst) return nothing;
  const due = needs.filter((need) => need.recommendation.facts.currency === currency).slice(0, mostLines);
  const number = await nextOrderNumber(unit);
  const lines = due.map(({ recommendation: { facts, recommendedQuantity, steps } }, i) => ({
    lineNumber: i + 1,
    productId: facts.productId,
    quantity: recommendedQuantity,
    unitPriceMinor: facts.unitPriceMinor ?? 0,
    recommendedQuantity,
    steps: [...steps],
  }));
  const proposed: DomainEvent = {
    type: 'PurchaseOrderProposed',
    payload: { number, supplierId, locationId, currency, lines },
  };
  const state = evolvePurchaseOrder(null, proposed);
  const writes = due.map((need) => draftedWrite(need, purchaseOrderId));
  await unit.append([orderWrite(purchaseOrderId, { events: [proposed], state }), ...writes]);
  await unit.releaseClaims(due.map((need) => need.claim));
  return { drafted: true, purchaseOrderId };
}

async function openNeeds(unit: UnitOfWork, prefix: string): Promise<readonly Need[]> {
  const claims = await unit.claimsWithPrefix(prefix);
  const stateOf = await lockReplenishment(
    unit,
    claims.map((claim) => claim.streamId),
  );
  return claims
    .flatMap(({ key, streamId }) => {
      const state = stateOf(streamId);
      const { recommendation } = state;
      return recommendation?.status === 'open' ? [{ claim: key, streamId, state, recommendation }] : [];
    })
    .sort((a, b) => (a.recommendation.facts.sku < b.recommendation.facts.sku ? -1 : 1));
}

function draftedWrite({ streamId, state, recommendation }: Need, purchaseOrderId: string): StreamWrite {
  const { productId, locationId } = recommendation.facts;
  const drafted: DomainEvent = {
    type: 'RecommendationDrafted',
    payload: { productId, locationId, purchaseOrderId },
  };
  return { streamId, streamType: 'replenishment', ...accept(state, [drafted], evolveReplenishment) };
}
