import type { Metadata } from 'next';

import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { ProductsList } from '#web/components/products/products-list.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';
import { textParameter } from '#web/lib/search-params.ts';

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.products.title };
}

/** Products with their stock; the search is the server's. */
export default async function ProductsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const search = textParameter(parameters['search']);
  const isOnlyIssues = textParameter(parameters['issue']) === 'open';
  const query = {
    limit: '50',
    ...(search === '' ? {} : { search }),
    ...(isOnlyIssues ? { issue: 'open' as const } : {}),
  };
  const products = await load('GET /products', { query });
  if (!products.ok) return <ProblemPanel problem={products.problem} />;
  return (
    <ProductsList key={JSON.stringify(query)} initial={products.data} readAt={Date.now()} query={query} />
  );
}
