'use client';

import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';

import type { DemandEventInput } from '#shared/contracts/api/planning-bodies.ts';
import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { addDays } from '#web/lib/formats.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useNotify } from '#web/lib/use-notify.ts';
import { useWrite } from '#web/lib/use-write.ts';

type Scope = DemandEventInput['scope'];
type Props = { readonly onClose: () => void; readonly onSaved: () => Promise<void> };
type Draft = {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly percent: number | '';
  readonly kind: Scope['kind'];
  readonly scopeText: string;
};

/** Plans a demand event, or records a past one. */
export function PlanEventDialog({ onClose, onSaved }: Props) {
  const { t, f } = useI18n();
  const words = t.planning.events;
  const [draft, setDraft] = useState((): Draft => {
    const today = f.dayOf(Date.now());
    return {
      name: '',
      from: addDays(today, 7),
      to: addDays(today, 13),
      percent: 150,
      kind: 'all',
      scopeText: '',
    };
  });
  const [isAsked, setIsAsked] = useState(false);
  const notify = useNotify();
  const steps = useMemo(
    () => ({
      onSaved: async () => {
        notify(words.saved);
        onClose();
        await onSaved();
      },
    }),
    [words, onClose, onSaved, notify],
  );
  const { state, send } = useWrite('POST /demand-events', steps);
  const confirm = () => {
    setIsAsked(true);
    const body = bodyOf(draft);
    if (body !== null && state.kind !== 'saving') void send({ body });
  };
  const fields = { draft, isAsked, onChange: (change: Partial<Draft>) => setDraft({ ...draft, ...change }) };
  return (
    <DecisionDialog title={words.planTitle} confirm={words.save} onClose={onClose} onConfirm={confirm}>
      <WhenFields {...fields} />
      <ScopeFields {...fields} />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}

type FieldsProps = {
  readonly draft: Draft;
  /** Whether it was tried to save: only then what is missing is said. */
  readonly isAsked: boolean;
  readonly onChange: (change: Partial<Draft>) => void;
};

function WhenFields({ draft, isAsked, onChange }: FieldsProps) {
  const { t } = useI18n();
  const words = t.planning.events;
  const { invalid } = t.planning.forecast;
  const missing = (isMissing: boolean, text: string) => (isAsked && isMissing ? text : null);
  return (
    <>
      <TextInput
        label={words.name}
        required
        data-autofocus
        maxLength={200}
        value={draft.name}
        error={missing(draft.name.trim() === '', invalid.name)}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words.columns.from}
        required
        value={draft.from}
        error={missing(draft.from === '', invalid.day)}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words.columns.to}
        required
        min={draft.from}
        value={draft.to}
        error={draft.to < draft.from ? invalid.order : missing(draft.to === '', invalid.day)}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      <NumberInput
        label={words.lift}
        description={words.liftHint}
        min={0}
        max={10_000}
        value={draft.percent}
        onChange={(value) => onChange({ percent: typeof value === 'number' ? value : '' })}
      />
    </>
  );
}

function ScopeFields({ draft, isAsked, onChange }: FieldsProps) {
  const { t } = useI18n();
  const words = t.planning.events;
  const { invalid } = t.planning.forecast;
  const isMissing = isAsked && scopeOf(draft) === null;
  return (
    <>
      <NativeSelect
        label={words.scope}
        value={draft.kind}
        data={(['all', 'category', 'products'] as const).map((value) => ({
          value,
          label: words.scopeKinds[value],
        }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ kind: value === 'category' || value === 'products' ? value : 'all' })
        }
      />
      {draft.kind === 'category' ? (
        <TextInput
          label={words.category}
          required
          value={draft.scopeText}
          error={isMissing ? invalid.category : null}
          onChange={(event) => onChange({ scopeText: event.currentTarget.value })}
        />
      ) : null}
      {draft.kind === 'products' ? (
        <Textarea
          label={words.skus}
          required
          autosize
          minRows={2}
          maxRows={8}
          value={draft.scopeText}
          error={isMissing ? invalid.sku : null}
          onChange={(event) => onChange({ scopeText: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}

/** What is sent; null while something is missing. */
function bodyOf(draft: Draft): DemandEventInput | null {
  const { from, to, percent } = draft;
  const name = draft.name.trim();
  const scope = scopeOf(draft);
  const isDated = from !== '' && to !== '' && to >= from;
  if (name === '' || !isDated || scope === null) return null;
  return { name, from, to, lift: percent === '' ? null : percent / 100, scope };
}

function scopeOf({ kind, scopeText }: Draft): Scope | null {
  if (kind === 'all') return { kind };
  if (kind === 'category') return scopeText.trim() === '' ? null : { kind, category: scopeText.trim() };
  const skus = scopeText.split(/[,;\n]/).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  return skus.length === 0 ? null : { kind, products: skus.map((sku) => ({ sku })) };
}
