'use client';

import type { StockCount } from '#shared/contracts/api/models/stock.ts';
import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { ReasonFields, useReason } from '#web/components/decision/reason-fields.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

type Props = { readonly count: StockCount; readonly onClose: () => void };

/** Rejects a waiting count, with a reason. */
export function RejectCountDialog({ count, onClose }: Props) {
  const { t } = useI18n();
  const words = t.stock;
  const { take, ...fields } = useReason();
  const { state, send } = useWrite(
    'POST /stock-counts/{countId}/approval',
    useSaved(words.rejected, onClose),
  );
  const confirm = () => {
    const reason = take();
    if (reason === undefined || state.kind === 'saving') return;
    void send({ params: { countId: count.countId }, body: { decision: 'reject', reason } });
  };
  return (
    <DecisionDialog
      title={words.rejectTitle(count.productName)}
      confirm={words.reject}
      isBad
      onClose={onClose}
      onConfirm={confirm}
    >
      <ReasonFields {...fields} />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
