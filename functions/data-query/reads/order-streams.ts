/** Which streams tell the story of an order. */
import type { Sql } from '#functions/_kit/database.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import {
  adviceStreamName,
  executionStreamName,
  replenishmentStreamName,
} from '#shared/domain/stream-names.ts';

import type { Fragment } from './fragment.ts';
import type { Caller } from './read.ts';

/** The streams of an order, and the executions that decided on it. */
export type OrderStreams = {
  /** All of their events are about the order: its own stream, its advice, its executions. */
  readonly own: readonly string[];
  /** Streams of its products' recommendations, whose events are about the order where they name it. */
  readonly replenishment: readonly string[];
  readonly executionIds: readonly string[];
};

type Found = {
  readonly revision: number;
  readonly locationId: string | null;
  readonly productIds: readonly string[] | null;
  readonly executionIds: readonly string[] | null;
};

/** The streams of the order; null where the tenant has no such order. */
export async function orderStreams(
  sql: Sql,
  { tenantId }: Caller,
  purchaseOrderId: string,
): Promise<OrderStreams | null> {
  const [found] = await sql<Found[]>`
    SELECT (s.state ->> 'revision')::int AS revision, s.state ->> 'locationId' AS "locationId",
      (SELECT array_agg(DISTINCT line ->> 'productId') FROM events e, jsonb_array_elements(e.payload -> 'lines') line
        WHERE e.tenant_id = s.tenant_id AND e.stream_id = s.stream_id AND e.stream_version = 1) AS "productIds",
      (SELECT array_agg(DISTINCT known.execution_id) FROM (
        SELECT execution_id FROM events WHERE tenant_id = s.tenant_id AND stream_id = s.stream_id
        UNION SELECT execution_id FROM approvals
          WHERE tenant_id = s.tenant_id AND purchase_order_id = s.stream_id) known
        WHERE known.execution_id <> '') AS "executionIds"
    FROM streams s
    WHERE s.tenant_id = ${tenantId} AND s.stream_id = ${purchaseOrderId} AND s.type = 'purchaseOrder'`;
  if (found === undefined) return null;
  const { revision, locationId, productIds, executionIds } = found;
  const revisions = Array.from({ length: revision }, (_, i) => i + 1);
  return {
    own: [
      purchaseOrderId,
      ...revisions.map((each) => idOfName(adviceStreamName(purchaseOrderId, each))),
      ...(executionIds ?? []).map((id) => idOfName(executionStreamName(id))),
    ],
    replenishment: (productIds ?? []).map((id) => idOfName(replenishmentStreamName(id, locationId ?? ''))),
    executionIds: executionIds ?? [],
  };
}

/** Condition on `events e`: the event is about the order. Each of its two parts is one that an index answers. */
export function isAboutOrder(
  sql: Sql,
  { own, replenishment, executionIds }: OrderStreams,
  {
    purchaseOrderId,
    alsoAbout = sql`false`,
  }: { readonly purchaseOrderId: string; readonly alsoAbout?: Fragment },
): Fragment {
  // What an execution writes is correlated by the stream of the execution.
  const correlations = executionIds.map((id) => idOfName(executionStreamName(id)));
  return sql`((e.stream_id = ANY(${[...own, ...replenishment]}::uuid[]) AND (e.stream_id = ANY(${own}::uuid[])
      OR e.payload ->> 'purchaseOrderId' = ${purchaseOrderId} OR ${alsoAbout}))
    OR e.correlation_id = ANY(${correlations}::uuid[]))`;
}
