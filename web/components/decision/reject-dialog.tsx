'use client';

import { useI18n } from '#web/lib/i18n.tsx';

import { DecisionDialog } from './decision-dialog.tsx';
import type { DecisionBody } from './decisions.tsx';
import { ReasonFields, useReason } from './reason-fields.tsx';
import type { Seen } from './seen.ts';

type Props = {
  readonly seen: Seen;
  readonly onClose: () => void;
  readonly onDecide: (decision: Pick<DecisionBody, 'decision' | 'reason'>) => void;
};

/** Rejects the order, with a reason. */
export function RejectDialog({ seen, onClose, onDecide }: Props) {
  const { t } = useI18n();
  const { take, ...fields } = useReason();
  const confirm = () => {
    const reason = take();
    if (reason !== undefined) onDecide({ decision: 'reject', reason });
  };
  return (
    <DecisionDialog
      title={t.decision.rejectTitle(seen.number)}
      confirm={t.decision.confirmReject}
      isBad
      onClose={onClose}
      onConfirm={confirm}
    >
      <p className="small">{t.decision.rejectHint}</p>
      <ReasonFields {...fields} />
    </DecisionDialog>
  );
}
