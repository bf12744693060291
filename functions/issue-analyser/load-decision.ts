/** LoadDecision: the approval row says what was decided; the wake-up that led here is not believed. */
import type { AnalyserTask, LoadedDecision } from '#shared/contracts/workflows/purchase-order-decision.ts';

import type { Services } from './services.ts';

type ApprovalRow = {
  readonly status: 'PENDING' | 'DECIDED' | 'EXPIRED' | 'CANCELLED';
  readonly decision: 'approve' | 'amend' | 'postpone' | 'reject' | 'cancel' | null;
  readonly orderStatus: string;
  readonly undoSeconds: number;
};

/** Reads what the approval came to, and how long it may still be undone. */
export async function loadDecision(
  { database }: Services,
  task: Extract<AnalyserTask, { task: 'load-decision' }>,
): Promise<LoadedDecision> {
  const row = await database.transaction(
    { tenantId: task.tenantId },
    async (sql) => {
      const [approval] = await sql<ApprovalRow[]>`
        SELECT a.status, a.decision, s.state ->> 'status' AS "orderStatus",
          greatest(0, ceil(extract(epoch FROM a.undo_until - now())))::int AS "undoSeconds"
        FROM approvals a
        JOIN streams s ON s.tenant_id = a.tenant_id AND s.stream_id = a.purchase_order_id
        WHERE a.tenant_id = current_tenant() AND a.approval_id = ${task.approvalId}`;
      return approval;
    },
    { readOnly: true, retry: true },
  );
  if (row === undefined) throw new Error(`there is no approval ${task.approvalId}`);
  return { outcome: outcomeOf(row), undoSeconds: row.status === 'DECIDED' ? row.undoSeconds : 0 };
}

const outcomes = {
  approve: 'approved',
  amend: 'amended',
  postpone: 'postponed',
  reject: 'rejected',
  cancel: 'cancelled',
} as const;

function outcomeOf({ status, decision, orderStatus }: ApprovalRow): LoadedDecision['outcome'] {
  if (status === 'PENDING') return 'pending';
  if (status === 'EXPIRED') return 'expired';
  if (status === 'CANCELLED' || decision === null) return 'cancelled';
  // With the grant of the person who changed it, an order needs no second look.
  if (decision === 'amend' && orderStatus === 'Approved') return 'approved';
  return outcomes[decision];
}
