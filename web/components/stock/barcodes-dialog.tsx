'use client';

import { Textarea } from '@mantine/core';
import { useState } from 'react';

import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import type { StockItem } from './stock-item.ts';

type Props = { readonly item: StockItem; readonly onClose: () => void };

/** The barcodes a product goes by; a scanner ends each with Enter, which here begins the next line. */
export function BarcodesDialog({ item: { codes, name, productId }, onClose }: Props) {
  const { t } = useI18n();
  const words = t.stock;
  const [text, setText] = useState(() => codes.barcodes.join('\n'));
  const { state, send } = useWrite('PUT /products/{productId}/barcodes', useSaved(words.saved, onClose));
  const confirm = () => {
    const barcodes = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (state.kind !== 'saving') void send({ params: { productId }, body: { barcodes } });
  };
  return (
    <DecisionDialog
      title={words.barcodesTitle(name)}
      confirm={words.save}
      onClose={onClose}
      onConfirm={confirm}
    >
      <Textarea
        label={words.barcodes}
        description={words.barcodesHint}
        data-autofocus
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
