'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';

import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { useSaved } from './use-saved.ts';

type Props = {
  readonly productId: string;
  readonly locationId: string;
  readonly history: readonly { readonly day: string; readonly quantity: number }[];
  readonly onClose: () => void;
};

/** Leaves one day out of what the forecast learns from. */
export function ExcludeDialog({ productId, locationId, history, onClose }: Props) {
  const { t, f } = useI18n();
  const words = t.planning.forecast;
  const [day, setDay] = useState(() => history.at(-1)?.day ?? '');
  const { state, send } = useWrite('PUT /demand-exclusions', useSaved(words.saved, onClose));
  const sold = history.find((row) => row.day === day)?.quantity;
  return (
    <DecisionDialog
      title={words.excludeTitle}
      confirm={words.save}
      onClose={onClose}
      onConfirm={() => {
        if (day !== '' && state.kind !== 'saving')
          void send({ body: { productId, locationId, day, treatment: 'exclude' } });
      }}
    >
      <p className="small">{words.excludeText}</p>
      <TextInput
        type="date"
        label={words.dayToExclude}
        required
        data-autofocus
        max={history.at(-1)?.day}
        value={day}
        description={sold === undefined ? undefined : `${t.products.quantity}: ${f.number(sold)}`}
        error={day === '' ? words.invalid.day : null}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
