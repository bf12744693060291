'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';

import { hasRole } from '#shared/contracts/roles.ts';
import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { addDays } from '#web/lib/formats.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import type { Member } from './delegations.tsx';

type Props = { readonly members: readonly Member[]; readonly onClose: () => void };

/** Hands approvals over: one's own, or anybody's for an admin. */
export function DelegateDialog({ members, onClose }: Props) {
  const { t, f } = useI18n();
  const { may } = useMe();
  const words = t.approvalSettings;
  const [today] = useState(() => f.dayOf(Date.now()));
  const [draft, setDraft] = useState({ from: '', to: '', fromDay: today, untilDay: addDays(today, 7) });
  const [isAsked, setIsAsked] = useState(false);
  const { state, send } = useWrite('POST /delegations', useSaved(words.delegated, onClose));
  const { from, to, fromDay, untilDay } = draft;
  const areDaysWrong = untilDay <= fromDay || untilDay <= today;
  const deciders = members
    .filter(({ role }) => hasRole(role, 'operator'))
    .map(({ sub, displayName }) => ({ value: sub, label: displayName }));
  const choices = [{ value: '', label: words.choose }, ...deciders];
  const confirm = () => {
    setIsAsked(true);
    if (to === '' || fromDay === '' || areDaysWrong || state.kind === 'saving') return;
    void send({ body: { ...(from === '' ? {} : { from }), to, fromDay, untilDay } });
  };
  return (
    <DecisionDialog title={words.addTitle} confirm={words.addConfirm} onClose={onClose} onConfirm={confirm}>
      {may('admin') ? (
        <NativeSelect
          label={words.from}
          data={[{ value: '', label: t.approvalSettings.myself }, ...deciders]}
          value={from}
          onChange={(event) => setDraft({ ...draft, from: event.currentTarget.value })}
        />
      ) : null}
      <NativeSelect
        label={words.to}
        required
        data-autofocus
        data={choices}
        value={to}
        error={isAsked && to === '' ? words.chooseNeeded : null}
        onChange={(event) => setDraft({ ...draft, to: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words.firstDay}
        required
        min={today}
        value={fromDay}
        onChange={(event) => setDraft({ ...draft, fromDay: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words.untilDay}
        required
        min={addDays(today, 1)}
        value={untilDay}
        error={areDaysWrong ? words.daysWrong : null}
        onChange={(event) => setDraft({ ...draft, untilDay: event.currentTarget.value })}
      />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
