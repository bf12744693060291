'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from 'react';

import { ApiProblem } from '#web/lib/api-problem.ts';
import { callApi, waitUntilApplied } from '#web/lib/browser-api.ts';
import type { CallOf } from '#web/lib/endpoints.ts';
import { pendingApprovalsKey, type PendingApprovals } from '#web/lib/use-pending-approvals.ts';

/** What the API takes as a decision. */
export type DecisionBody = CallOf<'POST /approvals/{approvalId}/decision'>['body'];

/** How long a decision can be taken back; the workflow waits as long. */
const undoSeconds = 10;

/** A decision of this person that was taken, and what became of it. */
export type TakenDecision = {
  readonly approvalId: string;
  readonly purchaseOrderId: string;
  readonly number: string;
  readonly decision: DecisionBody['decision'];
  readonly state: 'saving' | 'saved' | 'undoing' | 'undone' | 'undoTooLate' | 'undoFailed';
  /** Until when it can be taken back, milliseconds. */
  readonly undoUntil: number;
};

type Wanted = Pick<TakenDecision, 'approvalId' | 'purchaseOrderId' | 'number'> & {
  readonly body: DecisionBody;
};

/** Takes decisions and takes them back; what was taken stays in the tray while the person goes on. */
export type Decisions = {
  readonly taken: readonly TakenDecision[];
  /** Null: taken (202). Otherwise why not. */
  readonly decide: (wanted: Wanted) => Promise<ApiProblem | null>;
  readonly undo: (approvalId: string) => Promise<void>;
  readonly forget: (approvalId: string) => void;
};

const Context = createContext<Decisions | null>(null);

/** The decisions of this person. */
export function useDecisions(): Decisions {
  const value = use(Context);
  if (value === null)
    throw new Error('found no DecisionsProvider above this component; render it inside the shell');
  return value;
}

/** Keeps the latest decisions across pages. */
export function DecisionsProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [taken, setTaken] = useState<readonly TakenDecision[]>([]);
  const keys = useRef(new Map<string, string>());

  const change = useCallback((approvalId: string, state: TakenDecision['state']) => {
    setTaken((before) =>
      before.map((entry) => (entry.approvalId === approvalId ? { ...entry, state } : entry)),
    );
  }, []);

  const refreshLists = useCallback(async () => {
    await queries.invalidateQueries({ queryKey: pendingApprovalsKey });
    await queries.invalidateQueries({ queryKey: ['order'] });
  }, [queries]);

  const decide = useCallback(
    async ({ body, ...about }: Wanted) => {
      // The same decision sent again after no answer is the same write.
      const fingerprint = JSON.stringify([about.approvalId, body]);
      const key = keys.current.get(fingerprint) ?? crypto.randomUUID();
      keys.current.set(fingerprint, key);
      try {
        const { eventId } = await callApi(
          'POST /approvals/{approvalId}/decision',
          { params: about, body: { ...body, undoSeconds } },
          key,
        );
        keys.current.delete(fingerprint);
        const undoUntil = Date.now() + undoSeconds * 1000;
        const entry: TakenDecision = { ...about, decision: body.decision, state: 'saving', undoUntil };
        setTaken((before) =>
          [entry, ...before.filter(({ approvalId }) => approvalId !== about.approvalId)].slice(0, 3),
        );
        await queries.cancelQueries({ queryKey: pendingApprovalsKey });
        queries.setQueryData<PendingApprovals>(
          pendingApprovalsKey,
          (list) => list && { ...list, items: list.items.filter(({ id }) => id !== about.approvalId) },
        );
        void settle(eventId);
        return null;
      } catch (error) {
        if (error instanceof ApiProblem) return error;
        throw error;
      }

      async function settle(eventId: string | null) {
        // A wait that fails says nothing about the decision: it was taken, the next poll shows it.
        await waitUntilApplied(eventId).catch(() => false);
        setTaken((before) =>
          before.map((entry) =>
            entry.approvalId === about.approvalId && entry.state === 'saving'
              ? { ...entry, state: 'saved' }
              : entry,
          ),
        );
        await refreshLists();
      }
    },
    [queries, refreshLists],
  );

  const undo = useCallback(
    async (approvalId: string) => {
      change(approvalId, 'undoing');
      try {
        const { eventId } = await callApi(
          'DELETE /approvals/{approvalId}/decision',
          { params: { approvalId } },
          crypto.randomUUID(),
        );
        change(approvalId, 'undone');
        await waitUntilApplied(eventId).catch(() => false);
        await refreshLists();
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        change(approvalId, error.status === 409 ? 'undoTooLate' : 'undoFailed');
      }
    },
    [change, refreshLists],
  );

  const forget = useCallback(
    (approvalId: string) => setTaken((before) => before.filter((entry) => entry.approvalId !== approvalId)),
    [],
  );
  const value = useMemo(() => ({ taken, decide, undo, forget }), [taken, decide, undo, forget]);
  return <Context value={value}>{children}</Context>;
}
