'use client';

import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { QuantityFields, useQuantity } from './quantity-fields.tsx';
import type { StockDialogProps } from './stock-item.ts';

/** Says how many there are. What should be there is not shown: who knows it counts it. */
export function CountDialog({ item, place, onClose }: StockDialogProps) {
  const { t } = useI18n();
  const words = t.stock;
  const { take, ...fields } = useQuantity(item);
  const { state, send } = useWrite('POST /stock-counts', useSaved(words.saved, onClose));
  const confirm = () => {
    const said = take(true);
    if (said === undefined || state.kind === 'saving') return;
    const { quantity: counted, unit } = said;
    void send({ body: { productId: item.productId, locationId: place.locationId, counted, unit } });
  };
  return (
    <DecisionDialog
      title={words.countTitle(item.name, place.locationName)}
      confirm={words.save}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p className="small">{words.countText}</p>
      <QuantityFields {...fields} label={words.counted} isZeroToo />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
