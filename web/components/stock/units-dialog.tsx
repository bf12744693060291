'use client';

import { Textarea } from '@mantine/core';
import { useState } from 'react';

import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { readUnits } from './read-units.ts';
import type { StockItem } from './stock-item.ts';

type Props = { readonly item: StockItem; readonly onClose: () => void };

/** The units a product comes in beside its stock unit. */
export function UnitsDialog({ item: { codes, name, productId }, onClose }: Props) {
  const { t } = useI18n();
  const words = t.stock;
  const [text, setText] = useState(() =>
    codes.units.map(({ unit, perUnit }) => `${unit} = ${perUnit}`).join('\n'),
  );
  const [isAsked, setIsAsked] = useState(false);
  const units = readUnits(text);
  const { state, send } = useWrite('PUT /products/{productId}/units', useSaved(words.saved, onClose));
  const confirm = () => {
    setIsAsked(true);
    if (units !== null && state.kind !== 'saving')
      void send({ params: { productId }, body: { units: [...units] } });
  };
  return (
    <DecisionDialog title={words.unitsTitle(name)} confirm={words.save} onClose={onClose} onConfirm={confirm}>
      <Textarea
        label={words.units}
        description={words.unitsHint(codes.unit)}
        data-autofocus
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        error={isAsked && units === null ? words.unitsWrong : null}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
