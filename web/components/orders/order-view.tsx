'use client';

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';

import type { TimelineEntry } from '#shared/contracts/api/models/audit.ts';
import type { PurchaseOrderDetail } from '#shared/contracts/api/models/purchasing.ts';
import { LiveNote } from '#web/components/parts/live-note.tsx';
import { Money } from '#web/components/parts/money.tsx';
import { callApi } from '#web/lib/browser-api.ts';
import { useI18n } from '#web/lib/i18n.tsx';

import { CancelDialog } from './cancel-dialog.tsx';
import { OrderLines } from './order-lines.tsx';
import { ReceiveDialog } from './receive-dialog.tsx';
import { StatusTag } from './status-tag.tsx';
import { Timeline } from './timeline.tsx';

type Props = {
  readonly order: PurchaseOrderDetail;
  readonly timeline: readonly TimelineEntry[];
  readonly readAt: number;
};

/** While these last something may happen any second. */
const moving: readonly PurchaseOrderDetail['status'][] = ['Proposed', 'PendingApproval', 'Approved'];

/** An order that is kept fresh while it is looked at. */
export function OrderView({ order: initial, timeline, readAt }: Props) {
  const { t } = useI18n();
  const [dialog, setDialog] = useState<'receive' | 'cancel' | null>(null);
  const params = { purchaseOrderId: initial.purchaseOrderId };
  const query = useQuery({
    queryKey: ['order', initial.purchaseOrderId],
    queryFn: async () => {
      const [order, { items }] = await Promise.all([
        callApi('GET /purchase-orders/{purchaseOrderId}', { params }),
        callApi('GET /purchase-orders/{purchaseOrderId}/timeline', { params }),
      ]);
      return { order, timeline: items };
    },
    initialData: { order: initial, timeline: [...timeline] },
    initialDataUpdatedAt: readAt,
    refetchInterval: ({ state }) =>
      moving.includes(state.data?.order.status ?? initial.status) ? 3_000 : 15_000,
  });
  const { order } = query.data;
  const close = () => setDialog(null);
  const refresh = async () => void (await query.refetch());
  return (
    <div className="page">
      <div className="head">
        <div>
          <p className="small">
            <Link href="/purchase-orders">{t.orders.title}</Link> › {order.number}
          </p>
          <h1>
            {order.number} · {order.supplierName} <StatusTag status={order.status} />
          </h1>
        </div>
        <div className="tools">
          {order.actions.includes('decide') && order.approvalId !== null ? (
            <Button component={Link} href={`/approvals/${order.approvalId}`}>
              {t.orders.decide}
            </Button>
          ) : null}
          {order.actions.includes('receive') ? (
            <Button onClick={() => setDialog('receive')}>{t.orders.receive}</Button>
          ) : null}
          {order.actions.includes('cancel') ? (
            <Button variant="default" onClick={() => setDialog('cancel')}>
              {t.orders.cancelOrder}
            </Button>
          ) : null}
        </div>
      </div>
      <LiveNote isFailing={query.isError} at={query.dataUpdatedAt} />
      <OrderFacts order={order} />
      <section className="panel" aria-labelledby="lines-title">
        <h2 id="lines-title">{t.orders.lines}</h2>
        <OrderLines order={order} />
      </section>
      <Receipts order={order} />
      <section className="panel" aria-labelledby="timeline-title">
        <h2 id="timeline-title">
          {t.orders.timeline} <span className="quiet small">{t.orders.timelineHint}</span>
        </h2>
        <Timeline entries={query.data.timeline} />
        <p className="small" style={{ marginTop: 8 }}>
          <Link href={`/audit?purchaseOrderId=${order.purchaseOrderId}`}>{t.orders.history}</Link>
        </p>
      </section>
      {dialog === 'receive' ? <ReceiveDialog order={order} onClose={close} onSaved={refresh} /> : null}
      {dialog === 'cancel' ? <CancelDialog order={order} onClose={close} onSaved={refresh} /> : null}
    </div>
  );
}

function OrderFacts({ order }: { readonly order: PurchaseOrderDetail }) {
  const { t, f } = useI18n();
  const { columns } = t.orders;
  return (
    <section className="panel" aria-label={t.app.details}>
      <dl className="facts">
        <div>
          <dt>{columns.value}</dt>
          <dd>
            <Money value={order.value} />
          </dd>
        </div>
        <div>
          <dt>{t.products.movementColumns.location}</dt>
          <dd>{order.locationName}</dd>
        </div>
        <div>
          <dt>{columns.proposed}</dt>
          <dd>
            <time dateTime={order.proposedAt}>{f.dateTime(order.proposedAt)}</time>
          </dd>
        </div>
        <div>
          <dt>{columns.approvedBy}</dt>
          <dd>
            {order.approvedByName ?? order.approvedBy ?? '–'}
            {order.approvedAt === null ? null : (
              <span className="quiet small"> {f.dateTime(order.approvedAt)}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{columns.expected}</dt>
          <dd>{order.expectedAt === null ? '–' : f.day(order.expectedAt)}</dd>
        </div>
        <div>
          <dt>{t.orders.revision(order.revision)}</dt>
          <dd>{order.postponedUntil === null ? '' : t.orders.postponedUntil(f.day(order.postponedUntil))}</dd>
        </div>
      </dl>
    </section>
  );
}

function Receipts({ order }: { readonly order: PurchaseOrderDetail }) {
  const { t, f } = useI18n();
  if (order.receipts.length === 0 && !order.actions.includes('receive')) return null;
  return (
    <section className="panel" aria-labelledby="receipts-title">
      <h2 id="receipts-title">{t.orders.receipts}</h2>
      {order.receipts.length === 0 ? <p className="quiet small">{t.orders.noReceipts}</p> : null}
      <ul className="sequence">
        {order.receipts.map((receipt) => (
          <li key={receipt.receiptId} className="small">
            <strong>{t.orders.receivedBy(receipt.receivedBy.id, f.dateTime(receipt.receivedAt))}</strong>:{' '}
            {receipt.lines
              .map(
                ({ lineNumber, quantity }) =>
                  `${f.number(quantity)} × ${order.lines.find((line) => line.lineNumber === lineNumber)?.sku ?? lineNumber}`,
              )
              .join(', ')}
          </li>
        ))}
      </ul>
    </section>
  );
}
