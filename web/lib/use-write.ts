'use client';

import { useCallback, useRef, useState } from 'react';

import type { WriteAccepted } from '#shared/contracts/api/common.ts';

import { ApiProblem } from './api-problem.ts';
import { callApi, waitUntilApplied } from './browser-api.ts';
import type { CallOf, WriteEndpoint } from './endpoints.ts';

/** What became of a write: every changed object shows one of these. */
export type WriteState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'notSaved'; readonly problem: ApiProblem };

/** Routes that answer with one accepted write. */
type SingleWrite = Exclude<WriteEndpoint, 'POST /approvals/decisions'>;

type Steps = {
  /** The API took it (202): it will not be lost. */
  readonly onAccepted?: (accepted: WriteAccepted) => void;
  /** The tables show it. */
  readonly onSaved?: () => void | Promise<void>;
};

/** One user action that writes: its state, and how to send it. Sending the same again keeps the key, so it counts once. */
export function useWrite<E extends SingleWrite>(endpoint: E, steps: Steps) {
  const [state, setState] = useState<WriteState>({ kind: 'idle' });
  const action = useRef<{ readonly fingerprint: string; readonly key: string } | null>(null);

  const send = useCallback(
    async (call: CallOf<E>) => {
      const fingerprint = JSON.stringify(call);
      if (action.current?.fingerprint !== fingerprint)
        action.current = { fingerprint, key: crypto.randomUUID() };
      setState({ kind: 'saving' });
      try {
        // Routes that take several objects answer one result when one is sent.
        const accepted = (await callApi(endpoint, call, action.current.key)) as WriteAccepted;
        action.current = null;
        steps.onAccepted?.(accepted);
        await waitUntilApplied(accepted.eventId);
        setState({ kind: 'saved' });
        await steps.onSaved?.();
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        setState({ kind: 'notSaved', problem: error });
      }
    },
    [endpoint, steps],
  );
  const reset = useCallback(() => setState({ kind: 'idle' }), []);
  return { state, send, reset };
}
