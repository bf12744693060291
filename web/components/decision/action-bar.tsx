'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';

import type { Formats } from '#web/lib/formats.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useKeys } from '#web/lib/use-keys.ts';
import { useMe } from '#web/lib/use-me.tsx';
import type { Messages } from '#web/messages/en.ts';

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

/** Approve, amend, postpone, reject: a key each; a button that does nothing says why. */
export function ActionBar({ seen, isSaving, isTooOld, onDecide }: Props) {
  const { t } = useI18n();
  const router = useRouter();
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const refusal = useRefusal(seen, isTooOld);
  const why = refusal.all ?? refusal.approve;
  const mayAct = refusal.all === null && !isSaving;
  const mayApprove = why === null && !isSaving;
  const { factsHash, revision } = seen;
  const approve = () =>
    mayApprove ? void onDecide({ decision: 'approve', factsHash, revision }) : undefined;
  const openDialog = (wanted: DialogName) => (mayAct ? setDialog(wanted) : undefined);
  useKeys({
    a: approve,
    e: () => openDialog('amend'),
    p: () => openDialog('postpone'),
    r: () => openDialog('reject'),
    Escape: () => router.push('/approvals'),
  });
  const approveLabel = useApproveLabel(seen);
  return (
    <>
      <div className={styles['actions']} role="group" aria-label={t.decision.actions}>
        <Button
          size="md"
          disabled={!mayApprove}
          onClick={approve}
          rightSection={<kbd>A</kbd>}
          aria-describedby={why === null ? undefined : 'why-not'}
          aria-keyshortcuts="a"
        >
          {isSaving ? t.write.saving : approveLabel}
        </Button>
        {dialogs.map(({ name, key }) => (
          <Button
            key={name}
            size="md"
            variant="default"
            disabled={!mayAct}
            c={name === 'reject' && mayAct ? 'var(--sm-bad)' : undefined}
            onClick={() => openDialog(name)}
            rightSection={<kbd>{key.toUpperCase()}</kbd>}
            aria-keyshortcuts={key}
          >
            {t.decision[name]}
          </Button>
        ))}
        {why === null ? null : (
          <span id="why-not" className="small">
            {why}
          </span>
        )}
      </div>
      <Dialog
        name={dialog}
        seen={seen}
        onClose={() => setDialog(null)}
        onDecide={(body) => void onDecide(body)}
      />
    </>
  );
}

type DialogName = 'amend' | 'postpone' | 'reject';

const dialogs: readonly { readonly name: DialogName; readonly key: string }[] = [
  { name: 'amend', key: 'e' },
  { name: 'postpone', key: 'p' },
  { name: 'reject', key: 'r' },
];

type DialogProps = {
  readonly name: DialogName | null;
  readonly seen: Seen;
  readonly onClose: () => void;
  readonly onDecide: (body: DecisionBody) => void;
};

function Dialog({ name, seen, onClose, onDecide }: DialogProps) {
  const { factsHash, revision } = seen;
  const decide = (rest: Omit<DecisionBody, 'factsHash' | 'revision'>) => {
    onClose();
    onDecide({ factsHash, revision, ...rest });
  };
  const common = { seen, onClose, onDecide: decide };
  if (name === 'amend') return <AmendDialog {...common} />;
  if (name === 'postpone') return <PostponeDialog {...common} />;
  return name === 'reject' ? <RejectDialog {...common} /> : null;
}

/** One product: its quantity; several: their value. */
function useApproveLabel({ lines, value, number }: Seen): string {
  const { t, f } = useI18n();
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return t.decision.approve(f.number(only.quantity));
  return t.decision.approveValue(value === null ? number : f.money(value.amountMinor, value.currency));
}

/** Why this person cannot decide at all, or not approve, as far as the page knows; the API has the last word. */
function useRefusal(
  seen: Seen,
  isTooOld: boolean,
): { readonly all: string | null; readonly approve: string | null } {
  const { t, f } = useI18n();
  const { may } = useMe();
  if (!may('operator')) return { all: t.decision.roleTooSmall, approve: null };
  if (isTooOld) return { all: t.decision.tooOld, approve: null };
  const { because } = seen.mayDecide;
  switch (because) {
    case null:
      return { all: null, approve: null };
    case 'granted':
      return { all: null, approve: t.decision.grantedAlready };
    case 'limit':
      return { all: null, approve: overLimitText(seen, t, f) };
    default: {
      const words = { role: 'roleTooSmall', closed: 'closed', ownProposal: 'ownProposal' } as const;
      return { all: t.decision[words[because]], approve: null };
    }
  }
}

function overLimitText({ value, limitMinor }: Seen, t: Messages, f: Formats): string {
  const show = (minor: number) => (value === null ? '–' : f.money(minor, value.currency));
  return t.decision.overLimit(show(value?.amountMinor ?? 0), show(limitMinor));
}
