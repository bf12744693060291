import type { Metadata } from 'next';
import { notFound } from 'next/navigation';

import { OrderView } from '#web/components/orders/order-view.tsx';
import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';

type Props = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.orders.title };
}

/** A purchase order: lines, receipts, and everything that happened to it. */
export default async function OrderPage({ params }: Props) {
  const { id: purchaseOrderId } = await params;
  const [order, timeline] = await Promise.all([
    load('GET /purchase-orders/{purchaseOrderId}', { params: { purchaseOrderId } }),
    load('GET /purchase-orders/{purchaseOrderId}/timeline', { params: { purchaseOrderId } }),
  ]);
  if (!order.ok) {
    if (order.problem.status === 404) notFound();
    return <ProblemPanel problem={order.problem} />;
  }
  return (
    <OrderView order={order.data} timeline={timeline.ok ? timeline.data.items : []} readAt={Date.now()} />
  );
}
