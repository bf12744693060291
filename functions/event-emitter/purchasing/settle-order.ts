/** What follows when an order stops waiting: its recommendations are settled, and the next order may be drafted. */
import type { StreamWrite, UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { DomainEvent, PayloadOf } from '#shared/contracts/events/event-types.ts';
import { accept } from '#shared/domain/decider.ts';
import type { PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';
import { evolveReplenishment } from '#shared/domain/replenishment/replenishment.ts';

import { lockReplenishment, needClaimPrefix, openOrderClaim, replenishmentId } from './order-streams.ts';

/** How an order ended its waiting. */
export type SettledAs = PayloadOf<'RecommendationSettled'>['outcome'];

/**
 * Settles the recommendations that went into the order and lets go of its claim; a second call finds nothing to do.
 * Needs of the same supplier and location that came up meanwhile are asked to be drafted.
 */
export async function settleOrder(
  unit: UnitOfWork,
  order: PurchaseOrderState & { readonly purchaseOrderId: string },
  settled: {
    readonly outcome: SettledAs /** Day before which nothing is recommended for refused lines. */;
    readonly suppressedUntil: string;
    readonly tenantId: string;
  },
): Promise<void> {
  const { supplierId, locationId, purchaseOrderId } = order;
  const places = order.proposedProductIds.map((productId) => ({ productId, locationId }));
  const ordered = new Set(order.lines.map((line) => line.productId));
  const stateOf = await lockReplenishment(unit, places.map(replenishmentId));
  const writes = places.flatMap((place): StreamWrite[] => {
    const streamId = replenishmentId(place);
    const state = stateOf(streamId);
    if (state.recommendation?.purchaseOrderId !== purchaseOrderId) return [];
    // A line that was dropped from the order was refused, whatever became of the rest.
    const outcome = ordered.has(place.productId) ? settled.outcome : 'rejected';
    const suppressedUntil = outcome === 'rejected' ? settled.suppressedUntil : null;
    const event: DomainEvent = {
      type: 'RecommendationSettled',
      payload: { ...place, purchaseOrderId, outcome, suppressedUntil },
    };
    return [{ streamId, streamType: 'replenishment', ...accept(state, [event], evolveReplenishment) }];
  });
  if (writes.length > 0) await unit.append(writes);
  const claim = openOrderClaim(supplierId, locationId);
  const holders = await unit.claims([claim]);
  if (holders.get(claim) === purchaseOrderId) await unit.releaseClaims([claim]);
  const needs = await unit.claimsWithPrefix(needClaimPrefix(supplierId, locationId));
  if (needs.length === 0) return;
  await unit.requestStart({
    machine: 'purchase-order-decision',
    subjectKey: `${supplierId}:${locationId}`,
    input: { tenantId: settled.tenantId, supplierId, locationId },
  });
}
