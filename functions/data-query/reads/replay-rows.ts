/** What was stored of a decision: the approval's row, and the events that led to it and followed. */
import * as v from 'valibot';

import type { Sql } from '#functions/_kit/database.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import type { AdviceView, ApprovalStatus } from '#shared/contracts/api/models/approvals.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { MaterialFacts } from '#shared/contracts/material-facts.ts';
import type { FactSheet } from '#shared/contracts/workflows/purchase-order-decision.ts';
import type { LineVector } from '#shared/domain/issues/line-changes.ts';
import { evolvePurchaseOrder, type PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';
import type { FactsOnDay } from '#shared/domain/purchasing/replay-decision.ts';
import { adviceStreamName, replenishmentStreamName } from '#shared/domain/stream-names.ts';

import { type EventRow, selectEvents } from './event-rows.ts';
import type { Caller } from './read.ts';

/** An approval as it is stored. */
export type StoredApproval = {
  readonly id: string;
  readonly purchaseOrderId: string;
  readonly revision: number;
  readonly status: ApprovalStatus;
  readonly requestedAt: string;
  readonly requiredCount: number;
  readonly approvalPolicyVersion: number | null;
  readonly valueMinor: number;
  readonly currency: string;
  readonly factsHash: string;
  readonly facts: readonly LineVector[];
  readonly factSheet: FactSheet;
};

/** The approval's row; undefined where the tenant has none of this id. */
export async function selectStoredApproval(
  sql: Sql,
  { tenantId }: Caller,
  approvalId: string,
): Promise<StoredApproval | undefined> {
  const [row] = await sql<StoredApproval[]>`
    SELECT approval_id AS id, purchase_order_id AS "purchaseOrderId", revision, status, requested_at AS "requestedAt",
      required_count AS "requiredCount", policy_version AS "approvalPolicyVersion", value_minor AS "valueMinor", currency,
      facts_hash AS "factsHash", facts, fact_sheet AS "factSheet"
    FROM approvals WHERE tenant_id = ${tenantId} AND approval_id = ${approvalId}`;
  return row;
}

/** What the log says of the approval: the order as it was put to decision, and what was done about it. */
export type LoggedDecision = {
  readonly order: PurchaseOrderState;
  readonly loggedHash: string | null;
  readonly events: readonly EventRow[];
};

/** Later care of the order, its cancellation too, is none of the decision. */
const decisionTypes: ReadonlySet<string> = new Set<DomainEvent['type']>([
  'PurchaseOrderApprovalGranted',
  'PurchaseOrderApproved',
  'PurchaseOrderRejected',
  'PurchaseOrderAmended',
  'PurchaseOrderPostponed',
  'DecisionUndone',
  'ApprovalExpired',
]);

/** Reads the order's own log; the order's present state would show what came after. */
export async function readLoggedDecision(
  sql: Sql,
  caller: Caller,
  { id, purchaseOrderId }: StoredApproval,
): Promise<LoggedDecision> {
  const log = await selectEvents(
    sql,
    caller,
    sql`AND e.stream_id = ${purchaseOrderId} ORDER BY e.stream_version`,
  );
  const isOfApproval = ({ payload }: EventRow) => approvalIdIn(payload) === id;
  const first = log.findIndex(isOfApproval);
  const order = log
    .slice(0, first === -1 ? log.length : first + 1)
    .reduce<PurchaseOrderState | null>(
      (state, event) => evolvePurchaseOrder(state, domainEvent(event)),
      null,
    );
  if (order === null) throw new Error(`approval ${id} is of an order without events`);
  const requested = log.find(
    (event) => event.type === 'PurchaseOrderApprovalRequested' && isOfApproval(event),
  );
  return {
    order,
    loggedHash: requested?.factsHash ?? null,
    events: log.filter((event) => decisionTypes.has(event.type) && isOfApproval(event)),
  };
}

function approvalIdIn(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'approvalId' in payload
    ? payload.approvalId
    : null;
}

/** The event in the words of the domain. */
export function domainEvent({ type, payload }: EventRow): DomainEvent {
  // What is in the log was checked when it went in.
  return { type, payload } as DomainEvent;
}

/** The advice that was shown when the decision was asked for, from the log: the table keeps the newest alone. */
export async function readAdviceThen(
  sql: Sql,
  { tenantId }: Caller,
  { purchaseOrderId, revision, requestedAt }: StoredApproval,
): Promise<AdviceView | null> {
  const [advice] = await sql<AdviceView[]>`
    SELECT e.payload -> 'advice' ->> 'explanation' AS explanation,
      e.payload -> 'advice' ->> 'suggestedAction' AS "suggestedAction", e.payload -> 'advice' ->> 'risk' AS risk,
      e.payload -> 'advice' -> 'figures' AS figures, e.payload ->> 'computedBecause' AS "computedBecause",
      e.payload ->> 'source' AS source, e.payload ->> 'model' AS model, e.payload ->> 'promptVersion' AS "promptVersion",
      e.payload ->> 'factSheetHash' AS "factSheetHash",
      jsonb_array_length(e.payload -> 'advice' -> 'figures') AS "figuresChecked", e.recorded_at AS "recordedAt"
    FROM events e
    WHERE e.tenant_id = ${tenantId} AND e.stream_id = ${idOfName(adviceStreamName(purchaseOrderId, revision))}
      AND e.type = 'AdviceReceived' AND e.recorded_at <= ${requestedAt}
    ORDER BY e.stream_version DESC LIMIT 1`;
  return advice ?? null;
}

/** The facts of the recommendations that became the order, by product, each on its own day. */
export async function readRecommendedFacts(
  sql: Sql,
  { tenantId }: Caller,
  { purchaseOrderId, locationId, productIds }: OrderItems,
): Promise<ReadonlyMap<string, FactsOnDay>> {
  const streamIds = productIds.map((id) => idOfName(replenishmentStreamName(id, locationId)));
  const rows = await sql<{ productId: string; facts: unknown; asOf: string }[]>`
    SELECT DISTINCT ON (e.stream_id) e.payload ->> 'productId' AS "productId", e.payload -> 'facts' AS facts,
      (e.occurred_at AT TIME ZONE t.time_zone)::date AS "asOf"
    FROM (
      SELECT stream_id, min(stream_version) AS version FROM events
      WHERE tenant_id = ${tenantId} AND stream_id = ANY(${streamIds}::uuid[])
        AND type = 'RecommendationDrafted' AND payload ->> 'purchaseOrderId' = ${purchaseOrderId}
      GROUP BY stream_id
    ) drafted
    JOIN events e ON e.tenant_id = ${tenantId} AND e.stream_id = drafted.stream_id
      AND e.stream_version < drafted.version AND e.type = 'ReplenishmentRecommended'
    JOIN tenants t ON t.tenant_id = e.tenant_id
    ORDER BY e.stream_id, e.stream_version DESC`;
  return new Map(
    rows.map(({ productId, facts, asOf }): [string, FactsOnDay] => {
      const parsed = v.safeParse(MaterialFacts, facts);
      return [productId, parsed.success ? { facts: parsed.output, asOf } : { because: 'factsUnreadable' }];
    }),
  );
}

/** Products of an order, at its location. */
export type OrderItems = {
  readonly purchaseOrderId: string;
  readonly locationId: string;
  readonly productIds: readonly string[];
};

/** What the order has on request by product, by the tables that the facts are made of. */
export async function readOnRequest(
  sql: Sql,
  { tenantId }: Caller,
  purchaseOrderId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ productId: string; quantity: number }[]>`
    SELECT l.product_id AS "productId", sum(l.quantity) AS quantity
    FROM purchase_orders o JOIN purchase_order_lines l USING (tenant_id, purchase_order_id)
    WHERE o.tenant_id = ${tenantId} AND o.purchase_order_id = ${purchaseOrderId}
      AND o.status IN ('Proposed', 'PendingApproval', 'Postponed')
    GROUP BY l.product_id`;
  return new Map(rows.map(({ productId, quantity }) => [productId, quantity]));
}
