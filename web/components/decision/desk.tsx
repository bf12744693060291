'use client';

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';

import type { FactChange } from '#shared/contracts/events/approvals.ts';
import { problemText } from '#web/components/parts/problem-text.ts';
import type { ApiProblem } from '#web/lib/api-problem.ts';
import { callApi } from '#web/lib/browser-api.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useNow } from '#web/lib/use-now.ts';

import { ActionBar } from './action-bar.tsx';
import { Changes } from './changes.tsx';
import styles from './decision.module.css';
import { useDecisions, type DecisionBody } from './decisions.tsx';
import { changesBetween, conflictIn, seenOf, type Seen } from './seen.ts';

type Props = {
  readonly seen: Seen;
  /** When the server read it, milliseconds. */
  readonly readAt: number;
  /** Where to go after a decision. */
  readonly nextHref: string;
};

const tooOldMs = 5 * 60_000;

/** Where the decision is taken: the buttons, what has changed since the page was opened, and how fresh it is. */
export function Desk({ seen, readAt, nextHref }: Props) {
  const router = useRouter();
  const { decide } = useDecisions();
  const [isSaving, setIsSaving] = useState(false);
  const [refusal, setRefusal] = useState<{
    readonly problem: ApiProblem;
    readonly body: DecisionBody;
  } | null>(null);
  const live = useLiveApproval(seen, readAt);

  const send = async (body: DecisionBody) => {
    setIsSaving(true);
    setRefusal(null);
    const { id: approvalId, purchaseOrderId, number } = seen;
    const problem = await decide({ approvalId, purchaseOrderId, number, body });
    setIsSaving(false);
    if (problem === null) router.push(nextHref);
    else {
      setRefusal({ problem, body });
      // Whoever was faster, or whatever moved: the page below shows it.
      if (problem.status === 409) router.refresh();
    }
  };
  if (seen.status !== 'PENDING')
    return refusal === null ? null : <Refusal {...refusal} seen={seen} onSend={send} />;
  return (
    <div className={styles['desk']}>
      {refusal === null ? null : <Refusal {...refusal} seen={seen} onSend={send} />}
      {live.hasChanged && refusal === null ? (
        <Changes changes={live.changes} seen={seen} onShow={() => router.refresh()} />
      ) : null}
      <ActionBar seen={seen} isSaving={isSaving} isTooOld={live.isTooOld} onDecide={send} />
      <Freshness live={live} factsAt={seen.factsAt} />
    </div>
  );
}

type Live = {
  readonly hasChanged: boolean;
  readonly changes: ReturnType<typeof changesBetween>;
  readonly isTooOld: boolean;
  readonly isFailing: boolean;
  readonly at: number;
};

/** Looks every ten seconds whether the page still shows what is. */
function useLiveApproval(seen: Seen, readAt: number): Live {
  const now = useNow();
  const { data, dataUpdatedAt, isError } = useQuery({
    queryKey: ['approval', seen.id, readAt],
    queryFn: async () =>
      seenOf(await callApi('GET /approvals/{approvalId}', { params: { approvalId: seen.id } })),
    initialData: seen,
    initialDataUpdatedAt: readAt,
    refetchInterval: 10_000,
    enabled: seen.status === 'PENDING',
  });
  const hasChanged =
    data.factsHash !== seen.factsHash || data.revision !== seen.revision || data.status !== seen.status;
  return {
    hasChanged,
    changes: hasChanged ? changesBetween(seen, data) : [],
    isTooOld: now - dataUpdatedAt > tooOldMs,
    isFailing: isError,
    at: dataUpdatedAt,
  };
}

function Freshness({ live, factsAt }: { readonly live: Live; readonly factsAt: string }) {
  const { t, f } = useI18n();
  const state = live.isTooOld
    ? t.live.stale
    : live.isFailing
      ? t.live.offline(f.time(live.at))
      : live.hasChanged
        ? t.decision.changedTitle
        : t.decision.nothingChanged;
  return (
    <p className="quiet small" role="status">
      {t.decision.facts(f.time(factsAt))}; {state}. <span className={styles['keys']}>{t.decision.keys}</span>
    </p>
  );
}

type RefusalProps = {
  readonly problem: ApiProblem;
  readonly body: DecisionBody;
  readonly seen: Seen;
  readonly onSend: (body: DecisionBody) => Promise<void>;
};

/** Why the decision was not taken, and what to do now. */
function Refusal({ problem, body, seen, onSend }: RefusalProps) {
  const { t } = useI18n();
  const conflict = conflictIn(problem);
  if (conflict.winner !== null) return <Notice text={t.decision.wonBy(conflict.winner)} />;
  const isPending = seen.status === 'PENDING';
  const { factsHash, diff } = conflict;
  if (isPending && factsHash !== null && factsHash !== body.factsHash) {
    const again = () => void onSend({ ...body, factsHash, revision: seen.revision });
    return <StaleDecision changes={diff} body={body} seen={seen} onAgain={again} />;
  }
  const retry = isPending && problem.status >= 500 ? () => void onSend(body) : undefined;
  return <Notice text={`${t.write.notSaved}. ${problemText(problem, t).text}`} onRetry={retry} />;
}

type StaleProps = Pick<RefusalProps, 'body' | 'seen'> & {
  readonly changes: readonly FactChange[];
  readonly onAgain: () => void;
};

function StaleDecision({ changes, body, seen, onAgain }: StaleProps) {
  const { t, f } = useI18n();
  const quantity = seen.lines.reduce((sum, line) => sum + line.quantity, 0);
  const label =
    body.decision === 'approve' ? t.decision.approveAgain(f.number(quantity)) : t.decision.decideAgain;
  return <Changes changes={changes} seen={seen} again={{ label, onAgain }} />;
}

function Notice({ text, onRetry }: { readonly text: string; readonly onRetry?: (() => void) | undefined }) {
  const { t } = useI18n();
  return (
    <p className="banner" role="alert">
      {text}{' '}
      {onRetry === undefined ? null : (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {t.app.retry}
        </Button>
      )}
    </p>
  );
}
