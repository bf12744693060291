/** From natural keys to ids: supplier, location and products of an order. */
import type * as v from 'valibot';

import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { PurchaseOrderInput } from '#shared/contracts/api/write-bodies.ts';
import { type Rejection, reject } from '#shared/domain/decider.ts';
import { defaultLocationKey, locationKey, productKey, supplierKey } from '#shared/domain/natural-keys.ts';

type Input = v.InferOutput<typeof PurchaseOrderInput>;

type Parties = {
  readonly supplierId: string;
  readonly locationId: string;
  readonly productIds: readonly string[];
};

/** The ids of everything the order names, each known to be the tenant's; or which of them is unknown. */
export async function resolveParties(unit: UnitOfWork, input: Input): Promise<Parties | Rejection> {
  const wanted = [
    {
      path: 'supplier',
      id: input.supplierId,
      key: input.supplier && supplierKey(input.supplier),
      type: 'supplier',
    },
    {
      path: 'location',
      id: input.locationId,
      key: input.location === undefined ? defaultLocationKey : locationKey(input.location),
      type: 'location',
    },
    ...input.lines.map((line, i) => ({
      path: `lines.${i}`,
      id: line.productId,
      key: line.sku && productKey(line.sku),
      type: 'product',
    })),
  ];
  const byKey = await unit.claims(wanted.flatMap(({ key }) => key ?? []));
  const ids = wanted.map(({ id, key }) => id ?? (key === undefined ? undefined : byKey.get(key)));
  const known = await knownStreams(
    unit,
    ids.filter((id) => id !== undefined),
  );
  const missing = wanted.find(({ type }, i) => known.get(ids[i] ?? '') !== type);
  if (missing !== undefined) {
    return reject(404, 'Not found', {
      detail: `there is no such ${missing.type}`,
      extra: { path: missing.path },
    });
  }
  const [supplierId = '', locationId = '', ...productIds] = ids.filter((id) => id !== undefined);
  return { supplierId, locationId, productIds };
}

async function knownStreams(unit: UnitOfWork, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await unit.sql<{ streamId: string; type: string }[]>`
    SELECT stream_id AS "streamId", type FROM streams
    WHERE tenant_id = current_tenant() AND stream_id = ANY(${[...ids]}::uuid[])`;
  return new Map(rows.map((row) => [row.streamId, row.type]));
}
