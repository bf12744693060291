'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';

import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { QuantityFields, useQuantity } from './quantity-fields.tsx';
import type { StockDialogProps } from './stock-item.ts';

/** Promises stock to an order, for a time or until it is released. */
export function ReserveDialog({ item, place, onClose }: StockDialogProps) {
  const { t, f } = useI18n();
  const words = t.stock;
  const { take, ...fields } = useQuantity(item);
  const [reference, setReference] = useState('');
  const [until, setUntil] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const [today] = useState(() => f.dayOf(Date.now()));
  const { state, send } = useWrite('POST /stock-reservations', useSaved(words.saved, onClose));
  const confirm = () => {
    setIsAsked(true);
    const said = take(false);
    if (said === undefined || reference.trim() === '' || state.kind === 'saving') return;
    const { productId } = item;
    const { locationId } = place;
    void send({ body: { productId, locationId, ...said, reference, until: until === '' ? null : until } });
  };
  return (
    <DecisionDialog
      title={words.reserveTitle(item.name, place.locationName)}
      confirm={words.save}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p className="small">{words.reserveText(f.quantity(place.available))}</p>
      <QuantityFields {...fields} label={words.quantity} />
      <TextInput
        label={words.reference}
        description={words.referenceHint}
        required
        maxLength={200}
        value={reference}
        error={isAsked && reference.trim() === '' ? words.textNeeded : null}
        onChange={(event) => setReference(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={words.until}
        description={words.untilHint}
        min={today}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
