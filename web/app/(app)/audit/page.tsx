import type { Metadata } from 'next';

import { AuditList } from '#web/components/audit/audit-list.tsx';
import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';
import { textParameter } from '#web/lib/search-params.ts';

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

const filters = ['purchaseOrderId', 'streamId', 'correlationId', 'type', 'actor', 'from', 'to'] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.audit.title };
}

/** Who did what, when and why; the filters are the address. */
export default async function AuditPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const chosen = Object.fromEntries(
    filters.flatMap((name) => {
      const value = textParameter(parameters[name]);
      return value === '' ? [] : [[name, value]];
    }),
  );
  const query = { limit: '50', ...chosen };
  const entries = await load('GET /audit', { query });
  if (!entries.ok) return <ProblemPanel problem={entries.problem} />;
  return <AuditList key={JSON.stringify(query)} initial={entries.data} readAt={Date.now()} query={query} />;
}
