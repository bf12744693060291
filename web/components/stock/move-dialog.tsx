'use client';

import { NativeSelect } from '@mantine/core';
import { useState } from 'react';

import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { QuantityFields, useQuantity } from './quantity-fields.tsx';
import type { StockDialogProps, StockPlace } from './stock-item.ts';

type Props = StockDialogProps & { readonly others: readonly StockPlace[] };

/** Moves stock to another location. */
export function MoveDialog({ item, place, others, onClose }: Props) {
  const { t, f } = useI18n();
  const words = t.stock;
  const { take, ...fields } = useQuantity(item);
  const [to, setTo] = useState(others[0]?.locationId ?? '');
  const { state, send } = useWrite('POST /transfers', useSaved(words.saved, onClose));
  const confirm = () => {
    const said = take(false);
    if (said === undefined || to === '' || state.kind === 'saving') return;
    const ends = { from: { locationId: place.locationId }, to: { locationId: to } };
    void send({ body: { productId: item.productId, ...ends, ...said } });
  };
  return (
    <DecisionDialog
      title={words.moveTitle(item.name, place.locationName)}
      confirm={words.save}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p className="small">{words.reserveText(f.quantity(place.available))}</p>
      <QuantityFields {...fields} label={words.quantity} />
      <NativeSelect
        label={words.to}
        value={to}
        data={others.map(({ locationId, locationName }) => ({ value: locationId, label: locationName }))}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
