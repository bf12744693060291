'use client';

import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { callApi } from './browser-api.ts';
import type { ResponseOf } from './endpoints.ts';

/** Approvals that wait, by urgency. */
export type PendingApprovals = ResponseOf<'GET /approvals'>;

/** Name of this read in the cache. */
export const pendingApprovalsKey = ['approvals', 'pending'] as const;

/** How many are read at once; more than a team decides in a day. */
const pendingLimit = '200';

/** What waits, kept fresh every ten seconds while the page is looked at; `initial` is what the server read. */
export function usePendingApprovals(initial?: {
  readonly data: PendingApprovals;
  readonly at: number;
}): UseQueryResult<PendingApprovals> {
  return useQuery({
    queryKey: pendingApprovalsKey,
    queryFn: async () =>
      await callApi('GET /approvals', { query: { status: 'PENDING', limit: pendingLimit } }),
    refetchInterval: 10_000,
    ...(initial === undefined ? {} : { initialData: initial.data, initialDataUpdatedAt: initial.at }),
  });
}
