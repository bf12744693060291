import type { Metadata } from 'next';
import * as v from 'valibot';

import { PurchaseOrderStatus } from '#shared/contracts/api/models/purchasing.ts';
import { OrdersList } from '#web/components/orders/orders-list.tsx';
import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';
import { textParameter } from '#web/lib/search-params.ts';

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.orders.title };
}

/** Purchase orders, newest first. */
export default async function OrdersPage({ searchParams }: Props) {
  const status = v.safeParse(PurchaseOrderStatus, textParameter((await searchParams)['status']));
  const query = status.success ? { limit: '50', status: status.output } : { limit: '50' };
  const orders = await load('GET /purchase-orders', { query });
  if (!orders.ok) return <ProblemPanel problem={orders.problem} />;
  return <OrdersList key={JSON.stringify(query)} initial={orders.data} readAt={Date.now()} query={query} />;
}
