'use client';

import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';

import type { PolicyOverride } from '#shared/contracts/events/planning-settings.ts';
import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { ReasonFields, useReason } from '#web/components/decision/reason-fields.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { useSaved } from './use-saved.ts';

type Props = {
  readonly item: {
    readonly productId: string;
    readonly productName: string;
    readonly locationId: string;
    readonly override: PolicyOverride | null;
  };
  readonly onClose: () => void;
};

const asClass: PolicyOverride = {
  serviceMeasure: null,
  serviceTarget: null,
  reviewPeriodDays: null,
  minStock: null,
  maxStock: null,
  doNotStock: false,
  until: null,
};

/** What differs from its class's policy for one product at one location. */
export function PolicyDialog({ item, onClose }: Props) {
  const { t } = useI18n();
  const words = t.planning.policies;
  const [draft, setDraft] = useState<PolicyOverride>(item.override ?? asClass);
  const { take, ...fields } = useReason();
  const { state, send } = useWrite('PUT /policies', useSaved(words.saved, onClose));
  const save = (override: PolicyOverride | null) => {
    const reason = take();
    if (reason === undefined || state.kind === 'saving') return;
    void send({ body: { productId: item.productId, locationId: item.locationId, override, reason } });
  };
  return (
    <DecisionDialog
      title={words.overrideTitle(item.productName)}
      confirm={t.planning.forecast.save}
      onClose={onClose}
      onConfirm={() => save(draft)}
    >
      <p className="small">{words.overrideText}</p>
      <PolicyFields draft={draft} onChange={(change) => setDraft((before) => ({ ...before, ...change }))} />
      <ReasonFields {...fields} />
      <WriteNote state={state} />
      {item.override === null ? null : (
        <Button variant="default" onClick={() => save(null)}>
          {words.reset}
        </Button>
      )}
    </DecisionDialog>
  );
}

type FieldsProps = {
  readonly draft: PolicyOverride;
  readonly onChange: (change: Partial<PolicyOverride>) => void;
};

function PolicyFields({ draft, onChange: set }: FieldsProps) {
  const { t } = useI18n();
  const words = t.planning.policies;
  const orNull = (value: string | number) => (typeof value === 'number' ? value : null);
  return (
    <>
      <NativeSelect
        label={words.measure}
        value={draft.serviceMeasure ?? ''}
        data={[
          { value: '', label: words.asClass },
          { value: 'cycleServiceLevel', label: words.measures.cycleServiceLevel },
          { value: 'fillRate', label: words.measures.fillRate },
        ]}
        onChange={({ currentTarget: { value } }) =>
          set(
            value === 'cycleServiceLevel' || value === 'fillRate'
              ? { serviceMeasure: value, serviceTarget: draft.serviceTarget ?? 0.95 }
              : { serviceMeasure: null, serviceTarget: null },
          )
        }
      />
      {draft.serviceMeasure === null ? null : (
        <NumberInput
          label={words.service}
          min={50}
          max={99.99}
          decimalScale={2}
          value={draft.serviceTarget === null ? '' : Math.round(draft.serviceTarget * 1e4) / 100}
          onChange={(value) => set({ serviceTarget: typeof value === 'number' ? value / 100 : 0.95 })}
        />
      )}
      <NumberInput
        label={words.reviewDays}
        placeholder={words.asClass}
        min={1}
        max={365}
        allowDecimal={false}
        value={draft.reviewPeriodDays ?? ''}
        onChange={(value) => set({ reviewPeriodDays: orNull(value) })}
      />
      <NumberInput
        label={words.minStock}
        placeholder={t.app.none}
        min={0}
        value={draft.minStock ?? ''}
        onChange={(value) => set({ minStock: orNull(value) })}
      />
      <NumberInput
        label={words.maxStock}
        placeholder={t.app.none}
        min={0}
        value={draft.maxStock ?? ''}
        onChange={(value) => set({ maxStock: orNull(value) })}
      />
      <Checkbox
        label={words.doNotStock}
        checked={draft.doNotStock}
        onChange={(event) => set({ doNotStock: event.currentTarget.checked })}
      />
      <TextInput
        type="date"
        label={words.until}
        description={t.planning.forecast.untilHint}
        value={draft.until ?? ''}
        onChange={(event) =>
          set({ until: event.currentTarget.value === '' ? null : event.currentTarget.value })
        }
      />
    </>
  );
}
