/** Loading and writing the streams that purchasing works on. */
import { idOfName } from '#functions/_kit/ids.ts';
import type { StreamWrite, UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import { reject } from '#shared/domain/decider.ts';
import type { PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';
import { type ReplenishmentState, noReplenishment } from '#shared/domain/replenishment/replenishment.ts';
import { replenishmentStreamName } from '#shared/domain/stream-names.ts';

/** Key of the claim that lets one order at a time wait for a supplier and location. */
export const openOrderClaim = (supplierId: string, locationId: string): string =>
  `open-order:${supplierId}:${locationId}`;

/** Beginning of the claims of all open recommendations of a supplier and location. */
export const needClaimPrefix = (supplierId: string, locationId: string): string =>
  `need:${supplierId}:${locationId}:`;

/** Locks the order; null where there is none. */
export async function lockOrder(
  unit: UnitOfWork,
  purchaseOrderId: string,
): Promise<PurchaseOrderState | null> {
  const rows = await unit.lock([purchaseOrderId]);
  // Streams of this id are written by these commands alone, in this shape.
  return (rows.get(purchaseOrderId)?.state ?? null) as PurchaseOrderState | null;
}

/** The answer where the tenant has no such order. */
export const noOrder = reject(404, 'Not found', { detail: 'there is no such purchase order' });

/** A write to an order's stream. */
export function orderWrite(
  purchaseOrderId: string,
  acceptance: { readonly events: StreamWrite['events']; readonly state: PurchaseOrderState },
  more: Pick<StreamWrite, 'reason' | 'factsHash' | 'actor'> = {},
): StreamWrite {
  const { events, state } = acceptance;
  return { streamId: purchaseOrderId, streamType: 'purchaseOrder', events, state, ...more };
}

/** A product at a location. */
export type Place = { readonly productId: string; readonly locationId: string };

/** Id of the stream of issues and recommendation of a place. */
export function replenishmentId({ productId, locationId }: Place): string {
  return idOfName(replenishmentStreamName(productId, locationId));
}

/** Locks the replenishment streams of places; a place without events has the empty state. */
export async function lockReplenishment(
  unit: UnitOfWork,
  streamIds: readonly string[],
): Promise<(streamId: string) => ReplenishmentState> {
  const rows = await unit.lock(streamIds);
  // Streams of this id are written by these commands alone, in this shape.
  return (streamId) => (rows.get(streamId)?.state ?? noReplenishment) as ReplenishmentState;
}
