/** Approvals with their orders as the settling of a decision sees them, and the facts of their lines. */
import type { Sql } from '#functions/_kit/database.ts';
import { factsHashOf, lineVectors, readMaterialFacts } from '#functions/_kit/facts.ts';
import type { LineVector } from '#shared/domain/issues/line-changes.ts';
import type { Approval } from '#shared/contracts/api/models/approvals.ts';
import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import type { Grant } from '#shared/domain/approvals/approval-policy.ts';
import type { PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';

import type { Fragment } from './fragment.ts';
import type { Caller } from './read.ts';

/** A row of approvals with its order. */
export type ApprovalRow = Omit<
  Approval,
  | 'value'
  | 'number'
  | 'lines'
  | 'factsHash'
  | 'stockoutRiskNow'
  | 'stockoutRiskWait7'
  | 'leadLineNumber'
  | 'stockoutP50'
  | 'decideBy'
  | 'grantedCount'
  | 'delegatedFrom'
> & {
  /** Sorts the list: days of slack for what is pending, far behind it all else by age. */
  readonly rank: number;
  readonly requestedFactsHash: string;
  /** The vectors that were hashed when the approval was requested. */
  readonly requestedFacts: readonly LineVector[];
  readonly valueMinor: number;
  readonly currency: string;
  /** The policy that the approval came under; null in rows from before there was one. */
  readonly policy: ApprovalPolicy | null;
  readonly granted: readonly Grant[];
  readonly proposedBy: string | null;
  readonly isOver: boolean;
  /** The order's stream, not its tables: they may lag behind, and deciding rests on the stream. */
  readonly order: PurchaseOrderState;
};

/** The facts of an approval's lines as they are now, and their hash. */
export type ApprovalFacts = {
  readonly facts: readonly MaterialFacts[];
  readonly vectors: readonly LineVector[];
  readonly factsHash: string;
};

/**
 * Days until the tightest line must be ordered, by its mean demand: less is more urgent. The facts are asked for line by
 * line: joined, the planner would read all products of the tenant for each approval.
 */
export function rankOf(sql: Sql): Fragment {
  return sql`(CASE WHEN a.status = 'PENDING'
    THEN coalesce((
      SELECT round(min((
        SELECT f.available / nullif(f.mean_per_day, 0) - f.lead_time_days FROM material_facts f
        WHERE f.tenant_id = a.tenant_id AND f.product_id = (line ->> 'productId')::uuid
          AND f.location_id = (s.state ->> 'locationId')::uuid)), 3)
      FROM jsonb_array_elements(s.state -> 'lines') line), 1000000)
    ELSE 10000000000 - round(extract(epoch FROM a.requested_at), 3) END)`;
}

/** Approvals of the tenant; `rest` goes on after the tenant's `WHERE`. */
export async function selectApprovals(
  sql: Sql,
  { tenantId }: Caller,
  rest: Fragment,
): Promise<readonly ApprovalRow[]> {
  return sql<ApprovalRow[]>`
    SELECT a.approval_id AS id, a.status, a.purchase_order_id AS "purchaseOrderId", a.revision,
      coalesce(u.name, '') AS "supplierName", coalesce(l.name, '') AS "locationName",
      a.requested_at AS "requestedAt", a.expires_at AS "expiresAt", a.decision, a.decided_by AS "decidedBy",
      coalesce(m.display_name, a.decided_by) AS "decidedByName", a.decided_at AS "decidedAt",
      a.undo_until AS "undoUntil", ${rankOf(sql)} AS rank, a.facts_hash AS "requestedFactsHash",
      a.facts AS "requestedFacts", a.value_minor AS "valueMinor", a.currency, s.state AS "order",
      a.required_count AS "requiredCount", a.escalated_at AS "escalatedAt", a.policy, a.expires_at <= now() AS "isOver",
      coalesce((SELECT jsonb_agg(jsonb_build_object('sub', v.sub, 'onBehalfOf', v.on_behalf_of)) FROM approval_votes v
        WHERE v.tenant_id = a.tenant_id AND v.approval_id = a.approval_id), '[]'::jsonb) AS granted,
      (SELECT e.actor ->> 'id' FROM events e WHERE e.tenant_id = a.tenant_id AND e.stream_id = a.purchase_order_id
        AND e.stream_version = 1 AND e.actor ->> 'kind' = 'user') AS "proposedBy"
    FROM approvals a
    JOIN streams s ON s.tenant_id = a.tenant_id AND s.stream_id = a.purchase_order_id
    LEFT JOIN suppliers u ON u.tenant_id = a.tenant_id AND u.supplier_id = (s.state ->> 'supplierId')::uuid
    LEFT JOIN locations l ON l.tenant_id = a.tenant_id AND l.location_id = (s.state ->> 'locationId')::uuid
    LEFT JOIN memberships m ON m.tenant_id = a.tenant_id AND m.sub = a.decided_by
    WHERE a.tenant_id = ${tenantId} ${rest}`;
}

/** The present facts of each approval's lines, by approval; one query per location. */
export async function readApprovalFacts(
  sql: Sql,
  approvals: readonly ApprovalRow[],
): Promise<ReadonlyMap<string, ApprovalFacts>> {
  const productsAt = new Map<string, Set<string>>();
  for (const { order } of approvals) {
    const products = productsAt.get(order.locationId) ?? new Set();
    for (const { productId } of order.lines) products.add(productId);
    productsAt.set(order.locationId, products);
  }
  const factsAt = new Map(
    await Promise.all(
      [...productsAt].map(async ([locationId, products]) => {
        const filter = { productIds: [...products], locationId, limit: products.size };
        const rows = await readMaterialFacts(sql, filter);
        return [locationId, new Map(rows.map((row) => [row.productId, row]))] as const;
      }),
    ),
  );
  return new Map(
    approvals.map((approval) => [approval.id, factsOf(approval, factsAt.get(approval.order.locationId))]),
  );
}

function factsOf({ order }: ApprovalRow, at: ReadonlyMap<string, MaterialFacts> | undefined): ApprovalFacts {
  const facts = order.lines.flatMap(({ productId }) => at?.get(productId) ?? []);
  const vectors = lineVectors(order.lines, facts);
  return { facts, vectors, factsHash: factsHashOf(order.revision, vectors) };
}
