import Link from 'next/link';

import type { ApprovalDetail } from '#shared/contracts/api/models/approvals.ts';
import { reasonText } from '#web/components/parts/reason-text.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

type Props = { readonly approval: ApprovalDetail; readonly t: Messages; readonly f: Formats };

/** What became of an approval that does not wait any more. */
export function Outcome({ approval, t, f }: Props) {
  if (approval.status === 'PENDING') return null;
  return (
    <section className="banner" role="status">
      {outcomeText(approval, t, f)}{' '}
      <Link href={`/purchase-orders/${approval.purchaseOrderId}`}>{t.decision.seeOrder}</Link> ·{' '}
      <Link href={`/approvals/${approval.id}/replay`}>{t.replay.link}</Link>
    </section>
  );
}

function outcomeText(
  { status, decision, decidedBy, decidedByName, decidedAt, expiresAt, reason }: ApprovalDetail,
  t: Messages,
  f: Formats,
): string {
  if (status === 'EXPIRED') return t.decision.expired(f.dateTime(expiresAt));
  if (status === 'CANCELLED' || decision === null) return t.decision.cancelled;
  const what = t.decision.decided[decision](
    decidedByName ?? decidedBy ?? t.app.unknown,
    decidedAt === null ? '' : f.dateTime(decidedAt),
  );
  const why = reasonText(reason, t);
  return why === undefined ? what : `${what} ${t.decision.reason}: ${why}`;
}
