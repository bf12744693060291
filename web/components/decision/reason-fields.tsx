'use client';

import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';

import { reasonCodes, type Reason } from '#shared/contracts/events/envelope.ts';
import { useI18n } from '#web/lib/i18n.tsx';

/** A reason that is being given. */
export type ReasonDraft = { readonly code: Reason['code'] | ''; readonly text: string };

/** The reason fields of a dialog: the draft, what is wrong with it, and the reason once it is complete. */
export function useReason() {
  const { t } = useI18n();
  const [draft, setDraft] = useState<ReasonDraft>({ code: '', text: '' });
  const [isAsked, setIsAsked] = useState(false);
  const codeError = draft.code === '' ? t.decision.reasonNeeded : null;
  const textError = draft.code === 'other' && draft.text.trim() === '' ? t.decision.reasonTextNeeded : null;
  /** The reason, or undefined after showing what is missing. */
  const take = (): Reason | undefined => {
    setIsAsked(true);
    if (draft.code === '' || textError !== null) return undefined;
    const text = draft.text.trim();
    return text === '' ? { code: draft.code } : { code: draft.code, text };
  };
  return {
    draft,
    setDraft,
    take,
    codeError: isAsked ? codeError : null,
    textError: isAsked ? textError : null,
  };
}

type Props = Pick<ReturnType<typeof useReason>, 'draft' | 'setDraft' | 'codeError' | 'textError'>;

/** Why: a code from the list, and words. */
export function ReasonFields({ draft, setDraft, codeError, textError }: Props) {
  const { t } = useI18n();
  const options = reasonCodes.map((code) => ({ value: code, label: t.reasons[code] }));
  const choose = (value: string) => {
    const code = reasonCodes.find((known) => known === value) ?? '';
    setDraft((before) => ({ ...before, code }));
  };
  return (
    <>
      <NativeSelect
        label={t.decision.reason}
        required
        data-autofocus
        data={[{ value: '', label: '' }, ...options]}
        value={draft.code}
        error={codeError}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <Textarea
        label={`${t.decision.reasonText}${draft.code === 'other' ? '' : ` ${t.decision.reasonOptional}`}`}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        value={draft.text}
        error={textError}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setDraft((before) => ({ ...before, text }));
        }}
      />
    </>
  );
}
