import type { Metadata } from 'next';
import * as v from 'valibot';

import { AbcClass, XyzClass } from '#shared/contracts/events/planning-settings.ts';
import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { PoliciesList } from '#web/components/planning/policies-list.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';
import { textParameter } from '#web/lib/search-params.ts';

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.planning.policies.title };
}

/** Inventory policies by SKU; the filters are the server's. */
export default async function PoliciesPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const search = textParameter(parameters['search']);
  const classes = textParameter(parameters['class']);
  const abcClass = v.safeParse(AbcClass, classes.slice(0, 1));
  const xyzClass = v.safeParse(XyzClass, classes.slice(1, 2));
  const query = {
    limit: '50',
    ...(search === '' ? {} : { search }),
    ...(abcClass.success ? { abcClass: abcClass.output } : {}),
    ...(xyzClass.success ? { xyzClass: xyzClass.output } : {}),
    ...(textParameter(parameters['overridden']) === 'true' ? { overridden: 'true' as const } : {}),
  };
  const policies = await load('GET /policies', { query });
  if (!policies.ok) return <ProblemPanel problem={policies.problem} />;
  return (
    <PoliciesList key={JSON.stringify(query)} initial={policies.data} readAt={Date.now()} query={query} />
  );
}
