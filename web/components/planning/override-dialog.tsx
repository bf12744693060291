'use client';

import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';

import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { ReasonFields, useReason } from '#web/components/decision/reason-fields.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { useSaved } from './use-saved.ts';

type Props = {
  readonly productId: string;
  readonly productName: string;
  readonly locationId: string;
  readonly perDay: number | null;
  readonly onClose: () => void;
};

/** A person's figure in place of the forecast, with a scope in time and a reason. */
export function OverrideDialog({ productId, productName, locationId, perDay, onClose }: Props) {
  const { t, f } = useI18n();
  const words = t.planning.forecast;
  const [today] = useState(() => f.dayOf(Date.now()));
  const [kind, setKind] = useState<'perDay' | 'factor'>('perDay');
  const [amount, setAmount] = useState<number | ''>(perDay ?? '');
  const [from, setFrom] = useState(today);
  const [until, setUntil] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const { take, ...fields } = useReason();
  const { state, send } = useWrite('POST /demand-overrides', useSaved(words.saved, onClose));
  const isBackwards = until !== '' && until < from;
  const confirm = () => {
    setIsAsked(true);
    const reason = take();
    if (reason === undefined || amount === '' || from === '' || isBackwards || state.kind === 'saving')
      return;
    void send({
      body: { productId, locationId, from, until: until === '' ? null : until, [kind]: amount, reason },
    });
  };
  return (
    <DecisionDialog
      title={words.overrideTitle(productName)}
      confirm={words.save}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p className="small">{words.overrideText}</p>
      <NativeSelect
        label={words.howMuch}
        value={kind}
        data={[
          { value: 'perDay', label: words.kinds.perDay },
          { value: 'factor', label: words.kinds.factor },
        ]}
        onChange={(event) => {
          const next = event.currentTarget.value === 'factor' ? 'factor' : 'perDay';
          setKind(next);
          setAmount(next === 'factor' ? 1 : (perDay ?? ''));
        }}
      />
      <NumberInput
        label={words.kinds[kind]}
        required
        min={0}
        decimalScale={3}
        value={amount}
        error={isAsked && amount === '' ? words.invalid.number : null}
        onChange={(value) => setAmount(typeof value === 'number' ? value : '')}
      />
      <TextInput
        type="date"
        label={words.from}
        required
        value={from}
        error={isAsked && from === '' ? words.invalid.day : null}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={words.until}
        description={words.untilHint}
        min={from}
        value={until}
        error={isBackwards ? words.invalid.order : null}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <ReasonFields {...fields} />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
