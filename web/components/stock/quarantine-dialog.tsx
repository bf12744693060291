'use client';

import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { ReasonFields, useReason } from '#web/components/decision/reason-fields.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { QuantityFields, useQuantity } from './quantity-fields.tsx';
import type { StockDialogProps } from './stock-item.ts';

/** Sets stock apart, with a reason. */
export function QuarantineDialog({ item, place, onClose }: StockDialogProps) {
  const { t, f } = useI18n();
  const words = t.stock;
  const { take, ...fields } = useQuantity(item);
  const { take: takeReason, ...reasonFields } = useReason();
  const { state, send } = useWrite('POST /stock-quarantines', useSaved(words.saved, onClose));
  const confirm = () => {
    const said = take(false);
    const reason = takeReason();
    if (said === undefined || reason === undefined || state.kind === 'saving') return;
    void send({ body: { productId: item.productId, locationId: place.locationId, ...said, reason } });
  };
  return (
    <DecisionDialog
      title={words.quarantineTitle(item.name, place.locationName)}
      confirm={words.save}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p className="small">
        {words.quarantineText} {words.reserveText(f.quantity(place.available))}
      </p>
      <QuantityFields {...fields} label={words.quantity} />
      <ReasonFields {...reasonFields} />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
