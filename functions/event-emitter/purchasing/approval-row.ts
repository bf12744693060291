/** The approval row: the decision itself. */
import type { LineVector } from '#shared/domain/issues/line-changes.ts';
import type { CommandContext } from '#functions/event-emitter/command.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { DecisionInput } from '#shared/contracts/api/write-bodies.ts';
import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import { defaultApprovalPolicy, type Grant } from '#shared/domain/approvals/approval-policy.ts';
import { type Rejection, reject } from '#shared/domain/decider.ts';
import type { PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';

import { lockOrder } from './order-streams.ts';

/** What deciding and undoing need of an approval. */
export type ApprovalRow = {
  readonly approvalId: string;
  readonly purchaseOrderId: string;
  readonly revision: number;
  readonly status: 'PENDING' | 'DECIDED' | 'EXPIRED' | 'CANCELLED';
  readonly valueMinor: number;
  readonly requiredCount: number;
  readonly factsHash: string;
  readonly facts: readonly LineVector[];
  readonly expiresAt: string;
  /** The policy that was in force when the order was routed. */
  readonly policy: ApprovalPolicy;
  /** The time to decide is over, by the database's clock. */
  readonly isOver: boolean;
  readonly remindedAt: string | null;
  readonly escalatedAt: string | null;
  readonly extendedAt: string | null;
  readonly decision: DecisionInput['decision'] | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly undoUntil: string | null;
};

/**
 * Locks an approval and its order, the order first as all who touch both do; null where the tenant has none of this id.
 */
export async function lockApproval(
  unit: UnitOfWork,
  approvalId: string,
): Promise<{ readonly approval: ApprovalRow; readonly order: PurchaseOrderState } | null> {
  const [found] = await unit.sql<{ purchaseOrderId: string }[]>`
    SELECT purchase_order_id AS "purchaseOrderId" FROM approvals
    WHERE tenant_id = current_tenant() AND approval_id = ${approvalId}`;
  if (found === undefined) return null;
  const order = await lockOrder(unit, found.purchaseOrderId);
  const [row] = await unit.sql<(Omit<ApprovalRow, 'policy'> & { policy: ApprovalPolicy | null })[]>`
    SELECT approval_id AS "approvalId", purchase_order_id AS "purchaseOrderId", revision, status,
      value_minor AS "valueMinor", required_count AS "requiredCount", facts_hash AS "factsHash", facts,
      expires_at AS "expiresAt", policy, expires_at <= now() AS "isOver", reminded_at AS "remindedAt",
      escalated_at AS "escalatedAt", extended_at AS "extendedAt", decision, decided_by AS "decidedBy", decided_at AS "decidedAt", undo_until AS "undoUntil"
    FROM approvals WHERE tenant_id = current_tenant() AND approval_id = ${approvalId} FOR UPDATE`;
  if (order === null || row === undefined)
    throw new Error(`approval ${approvalId} is of an order without a stream`);
  return { approval: { ...row, policy: row.policy ?? defaultApprovalPolicy }, order };
}

/** The grants that were given, oldest first. */
export async function readGrants(unit: UnitOfWork, approvalId: string): Promise<readonly Grant[]> {
  return unit.sql<Grant[]>`SELECT sub, on_behalf_of AS "onBehalfOf" FROM approval_votes
    WHERE tenant_id = current_tenant() AND approval_id = ${approvalId} ORDER BY granted_at, sub`;
}

/** The person who proposed the order; null where the analysis did. */
export async function readProposer(unit: UnitOfWork, purchaseOrderId: string): Promise<string | null> {
  const [proposal] = await unit.sql<{ proposer: string }[]>`
    SELECT actor ->> 'id' AS proposer FROM events
    WHERE tenant_id = current_tenant() AND stream_id = ${purchaseOrderId} AND stream_version = 1
      AND actor ->> 'kind' = 'user'`;
  return proposal?.proposer ?? null;
}

/** The answer where the tenant has no such approval. */
export const noApproval = reject(404, 'Not found', { detail: 'there is no such approval' });

/** Why the approval takes no decision any more; null while it does. */
export function lostRace(approval: ApprovalRow, now: Date): Rejection | null {
  const { status, decision, decidedBy, decidedAt } = approval;
  if (status === 'PENDING') {
    if (Date.parse(approval.expiresAt) > now.getTime()) return null;
    return reject(409, 'The time to decide is over', { detail: `it ended at ${approval.expiresAt}` });
  }
  const winner = { status, decision, decidedBy, decidedAt };
  const title =
    status === 'DECIDED' ? 'This was decided already' : `This approval is ${status.toLowerCase()}`;
  return reject(409, title, { extra: { winner } });
}

/** Writes the decision into the row; from here on every other decision loses. */
export async function markDecided(
  unit: UnitOfWork,
  decided: {
    readonly approval: ApprovalRow;
    readonly input: DecisionInput;
    readonly context: CommandContext;
    readonly eventId: string;
    readonly undoUntil: string | null;
  },
): Promise<void> {
  const { approval, input, context, eventId, undoUntil } = decided;
  const { sql } = unit;
  const rows = await sql`
    UPDATE approvals SET status = 'DECIDED', decision = ${input.decision}, decision_event_id = ${eventId},
      decided_by = ${context.actor.id}, decided_at = ${context.now.toISOString()}, undo_until = ${undoUntil},
      reason = ${input.reason === undefined ? null : sql.json(input.reason)},
      lines = ${input.lines === undefined ? null : sql.json(input.lines)},
      wake = ${input.wake === undefined ? null : sql.json(input.wake)}
    WHERE tenant_id = current_tenant() AND approval_id = ${approval.approvalId} AND status = 'PENDING' RETURNING status`;
  if (rows.length !== 1) throw new Error(`approval ${approval.approvalId} was decided while it was locked`);
}

/** Ends the order's waiting approval without a decision; whoever waits for it is woken. */
export async function endApproval(
  unit: UnitOfWork,
  approvalId: string,
  end: { readonly status: 'EXPIRED' | 'CANCELLED'; readonly by: string; readonly at: Date },
): Promise<boolean> {
  const rows = await unit.sql`
    UPDATE approvals SET status = ${end.status}, decided_by = ${end.by}, decided_at = ${end.at.toISOString()}
    WHERE tenant_id = current_tenant() AND approval_id = ${approvalId} AND status = 'PENDING' RETURNING status`;
  return rows.length === 1;
}

/** The workflow has read what the approval came to: nobody needs to wake it any more. */
export async function markResumed(unit: UnitOfWork, approvalId: string): Promise<void> {
  await unit.sql`UPDATE approvals SET resumed_at = coalesce(resumed_at, now())
    WHERE tenant_id = current_tenant() AND approval_id = ${approvalId}`;
}
