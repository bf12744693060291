'use client';

import { Checkbox } from '@mantine/core';
import { useState } from 'react';

import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { ReasonFields, useReason } from '#web/components/decision/reason-fields.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { QuantityFields, useQuantity } from './quantity-fields.tsx';
import type { StockDialogProps } from './stock-item.ts';

/** Lets stock out of quarantine, to be used again or scrapped. */
export function ReleaseDialog({ item, place, onClose }: StockDialogProps) {
  const { t } = useI18n();
  const words = t.stock;
  const { take, ...fields } = useQuantity(item, place.quarantined);
  const { take: takeReason, ...reasonFields } = useReason();
  const [scrap, setScrap] = useState(false);
  const { state, send } = useWrite('POST /stock-quarantines/release', useSaved(words.saved, onClose));
  const confirm = () => {
    const said = take(false);
    const reason = takeReason();
    if (said === undefined || reason === undefined || state.kind === 'saving') return;
    const { productId } = item;
    void send({ body: { productId, locationId: place.locationId, ...said, reason, scrap } });
  };
  return (
    <DecisionDialog
      title={words.releaseTitle(item.name, place.locationName)}
      confirm={words.save}
      isBad={scrap}
      onClose={onClose}
      onConfirm={confirm}
    >
      <QuantityFields {...fields} label={words.quantity} />
      <Checkbox
        label={words.scrap}
        checked={scrap}
        onChange={(event) => setScrap(event.currentTarget.checked)}
      />
      <ReasonFields {...reasonFields} />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
