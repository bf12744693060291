'use client';

import { Button, CloseButton } from '@mantine/core';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';

import { useI18n } from '#web/lib/i18n.tsx';
import { useKeys } from '#web/lib/use-keys.ts';
import { useNow } from '#web/lib/use-now.ts';

import styles from './decision-tray.module.css';
import { useDecisions, type TakenDecision } from './decisions.tsx';

const lingerMs = 8_000;

/** What this person has just decided, with the way back while there is one. */
export function DecisionTray() {
  const { taken } = useDecisions();
  // The clock of the countdown runs only while there is something to count.
  return taken.length === 0 ? null : <Entries />;
}

function Entries() {
  const { t } = useI18n();
  const { taken, undo } = useDecisions();
  const router = useRouter();
  const now = useNow(1);
  const shown = taken.filter((entry) => isStillShown(entry, now));
  const takeBack = async ({ approvalId }: TakenDecision) => {
    await undo(approvalId);
    router.push(`/approvals/${approvalId}`);
  };
  const newest = shown.find((entry) => canUndo(entry, now));
  useKeys({ z: () => void (newest === undefined ? undefined : takeBack(newest)) });
  return (
    <section className={styles['tray']} aria-label={t.decision.tray}>
      {shown.map((entry) => (
        <TrayEntry
          key={entry.approvalId}
          entry={entry}
          secondsLeft={Math.ceil((entry.undoUntil - now) / 1000)}
          onUndo={() => void takeBack(entry)}
        />
      ))}
    </section>
  );
}

type EntryProps = {
  readonly entry: TakenDecision;
  readonly secondsLeft: number;
  readonly onUndo: () => void;
};

function TrayEntry({ entry, secondsLeft, onUndo }: EntryProps) {
  const { t } = useI18n();
  const { forget } = useDecisions();
  const path = usePathname();
  const { approvalId, purchaseOrderId, number, decision, state } = entry;
  const orderPath = `/purchase-orders/${purchaseOrderId}`;
  const isOpen = secondsLeft > 0 && (state === 'saving' || state === 'saved');
  const words = {
    saving: `${t.decision.done[decision]}. ${t.write.saving}`,
    saved: `${t.decision.done[decision]}. ${t.write.saved}`,
    undoing: t.decision.undoing,
    undone: t.decision.undone,
    undoTooLate: t.decision.undoTooLate,
    undoFailed: `${t.write.notSaved}. ${t.problem.noAnswer}`,
  }[state];
  return (
    <div className={styles['entry']}>
      <span role="status">
        <strong>{number}</strong> {words}
      </span>
      {isOpen ? (
        <Button
          size="compact-sm"
          variant="default"
          onClick={onUndo}
          aria-label={`${t.decision.undo} ${number}`}
        >
          {t.decision.undo} · Z · {Math.min(secondsLeft, 10)} s
        </Button>
      ) : null}
      {path === orderPath ? null : <Link href={orderPath}>{t.decision.open}</Link>}
      <CloseButton size="sm" aria-label={`${t.app.close}: ${number}`} onClick={() => forget(approvalId)} />
    </div>
  );
}

function canUndo({ state, undoUntil }: TakenDecision, now: number): boolean {
  return (state === 'saving' || state === 'saved') && undoUntil > now;
}

function isStillShown({ state, undoUntil }: TakenDecision, now: number): boolean {
  return state === 'saving' || state === 'undoing' || undoUntil + lingerMs > now;
}
