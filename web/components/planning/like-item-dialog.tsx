'use client';

import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';

import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { useSaved } from './use-saved.ts';

type Props = { readonly productId: string; readonly onClose: () => void };

/** Has a new product forecast like another, at a share of it. */
export function LikeItemDialog({ productId, onClose }: Props) {
  const { t } = useI18n();
  const words = t.planning.forecast;
  const [sku, setSku] = useState('');
  const [percent, setPercent] = useState<number | ''>(100);
  const [isAsked, setIsAsked] = useState(false);
  const { state, send } = useWrite('PUT /products/{productId}/like-item', useSaved(words.saved, onClose));
  const isShare = percent !== '' && percent > 0;
  return (
    <DecisionDialog
      title={words.likeTitle}
      confirm={words.save}
      onClose={onClose}
      onConfirm={() => {
        setIsAsked(true);
        if (sku.trim() !== '' && isShare && state.kind !== 'saving')
          void send({ params: { productId }, body: { sku: sku.trim(), share: percent / 100 } });
      }}
    >
      <p className="small">{words.likeText}</p>
      <TextInput
        label={words.likeSku}
        required
        data-autofocus
        value={sku}
        error={isAsked && sku.trim() === '' ? words.invalid.sku : null}
        onChange={(event) => setSku(event.currentTarget.value)}
      />
      <NumberInput
        label={words.likeShare}
        required
        min={1}
        max={10_000}
        value={percent}
        error={isAsked && !isShare ? words.invalid.positive : null}
        onChange={(value) => setPercent(typeof value === 'number' ? value : '')}
      />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
