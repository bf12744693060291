'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';

import { useI18n } from '#web/lib/i18n.tsx';
import { useKeys } from '#web/lib/use-keys.ts';
import { useMe } from '#web/lib/use-me.tsx';

import { AmendDialog } from './amend-dialog.tsx';
import styles from './decision.module.css';
import type { DecisionBody } from './decisions.tsx';
import { PostponeDialog } from './postpone-dialog.tsx';
import { RejectDialog } from './reject-dialog.tsx';
import type { Seen } from './seen.ts';

type Props = {
  readonly seen: Seen;
  readonly isSaving: boolean;
  readonly isTooOld: boolean;
  readonly onDecide: (body: DecisionBody) => Promise<void>;
};

/** What every decision says about what was seen. */
export type SeenFacts = Pick<DecisionBody, 'factsHash' | 'revision'>;

/** Approve, amend, postpone, reject: a key each; a button that does nothing says why. */
export function ActionBar({ seen, isSaving, isTooOld, onDecide }: Props) {
  const { t, f } = useI18n();
  const router = useRouter();
  const [dialog, setDialog] = useState<'amend' | 'postpone' | 'reject' | null>(null);
  const refusal = useRefusal(seen, isTooOld);
  const { factsHash, revision } = seen;
  const facts: SeenFacts = { factsHash, revision };
  const mayApprove = refusal.all === null && refusal.approve === null && !isSaving;
  const mayAct = refusal.all === null && !isSaving;
  const approve = () => (mayApprove ? void onDecide({ decision: 'approve', ...facts }) : undefined);
  const openDialog = (wanted: typeof dialog) => (mayAct ? setDialog(wanted) : undefined);
  useKeys({
    a: approve,
    e: () => openDialog('amend'),
    p: () => openDialog('postpone'),
    r: () => openDialog('reject'),
    Escape: () => router.push('/approvals'),
  });
  const decideAndClose = (body: DecisionBody) => {
    setDialog(null);
    void onDecide(body);
  };
  const [only] = seen.lines;
  const label =
    seen.lines.length === 1 && only !== undefined
      ? t.decision.approve(f.number(only.quantity))
      : t.decision.approveValue(seen.value === null ? seen.number : f.money(seen.value.amountMinor, seen.value.currency));
  const why = refusal.all ?? refusal.approve;
  const close = () => setDialog(null);
  return (
    <>
      <div className={styles['actions']} role="group" aria-label={t.decision.actions}>
        <Button size="md" disabled={!mayApprove} onClick={approve} rightSection={<kbd>A</kbd>} aria-describedby={why === null ? undefined : 'why-not'} aria-keyshortcuts="a">
          {isSaving ? t.write.saving : label}
        </Button>
        <Button size="md" variant="default" disabled={!mayAct} onClick={() => openDialog('amend')} rightSection={<kbd>E</kbd>} aria-keyshortcuts="e">
          {t.decision.amend}
        </Button>
        <Button size="md" variant="default" disabled={!mayAct} onClick={() => openDialog('postpone')} rightSection={<kbd>P</kbd>} aria-keyshortcuts="p">
          {t.decision.postpone}
        </Button>
        <Button size="md" variant="default" c={mayAct ? 'var(--sm-bad)' : undefined} disabled={!mayAct} onClick={() => openDialog('reject')} rightSection={<kbd>R</kbd>} aria-keyshortcuts="r">
          {t.decision.reject}
        </Button>
        {why === null ? null : (
          <span id="why-not" className="small">
            {why}
          </span>
        )}
      </div>
      {dialog === 'amend' ? <AmendDialog seen={seen} onClose={close} onDecide={(rest) => decideAndClose({ ...facts, ...rest })} /> : null}
      {dialog === 'postpone' ? <PostponeDialog seen={seen} onClose={close} onDecide={(rest) => decideAndClose({ ...facts, ...rest })} /> : null}
      {dialog === 'reject' ? <RejectDialog seen={seen} onClose={close} onDecide={(rest) => decideAndClose({ ...facts, ...rest })} /> : null}
    </>
  );
}

/** Why this person cannot decide at all, or not approve, as far as the page knows; the API has the last word. */
function useRefusal(seen: Seen, isTooOld: boolean): { readonly all: string | null; readonly approve: string | null } {
  const { t, f } = useI18n();
  const { may } = useMe();
  if (!may('operator')) return { all: t.decision.roleTooSmall, approve: null };
  if (isTooOld) return { all: t.decision.tooOld, approve: null };
  const { mayDecide, value, limitMinor } = seen;
  if (mayDecide || value === null) return { all: null, approve: null };
  return { all: null, approve: t.decision.overLimit(f.money(value.amountMinor, value.currency), f.roundMoney(limitMinor, value.currency)) };
}
