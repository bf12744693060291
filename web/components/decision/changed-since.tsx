import type { ApprovalDetail } from '#shared/contracts/api/models/approvals.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import { ChangeTable } from './change-table.tsx';

type Props = { readonly approval: ApprovalDetail; readonly t: Messages; readonly f: Formats };

/** Says that figures moved between the request and now, and which; the page below shows them as they are now. */
export function ChangedSince({ approval, t, f }: Props) {
  const { factChanges, status, lines, value } = approval;
  if (status !== 'PENDING' || factChanges.length === 0) return null;
  return (
    <details className="banner">
      <summary>{t.decision.changedRequested}</summary>
      <ChangeTable
        changes={factChanges}
        isOneLine={lines.length === 1}
        currency={value?.currency ?? null}
        t={t}
        f={f}
      />
    </details>
  );
}
