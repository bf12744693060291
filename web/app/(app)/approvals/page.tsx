import type { Metadata } from 'next';

import { Inbox } from '#web/components/inbox/inbox.tsx';
import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';
import { textParameter } from '#web/lib/search-params.ts';

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.approvals.title };
}

/** What waits for a decision, most urgent first. */
export default async function ApprovalsPage({ searchParams }: Props) {
  const filter = textParameter((await searchParams)['q']);
  const pending = await load('GET /approvals', { query: { status: 'PENDING', limit: '200' } });
  if (!pending.ok) return <ProblemPanel problem={pending.problem} />;
  const runs =
    pending.data.items.length > 0 ? null : await load('GET /forecast-runs', { query: { limit: '1' } });
  const isFirstTime =
    runs !== null && runs.ok && runs.data.items.every(({ status }) => status !== 'completed');
  return <Inbox initial={pending.data} readAt={Date.now()} filter={filter} isFirstTime={isFirstTime} />;
}
