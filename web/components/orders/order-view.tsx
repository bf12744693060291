'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useCallback } from 'react';

import type { TimelineEntry } from '#shared/contracts/api/models/audit.ts';
import type { PurchaseOrderDetail } from '#shared/contracts/api/models/purchasing.ts';
import { LiveNote } from '#web/components/parts/live-note.tsx';
import { Money } from '#web/components/parts/money.tsx';
import { reasonText } from '#web/components/parts/reason-text.ts';
import { callApi } from '#web/lib/browser-api.ts';
import { useI18n } from '#web/lib/i18n.tsx';

import { CommentBox } from './comment-box.tsx';
import { OrderActions } from './order-actions.tsx';
import { OrderLines } from './order-lines.tsx';
import { Receipts } from './receipts.tsx';
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
  const { refetch } = query;
  const refresh = useCallback(async () => void (await refetch()), [refetch]);
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
        <OrderActions order={order} onSaved={refresh} />
      </div>
      <LiveNote isFailing={query.isError} at={query.dataUpdatedAt} />
      {order.heldReason === null ? null : (
        <p className="banner">{t.orders.onHold(reasonText(order.heldReason, t) ?? '')}</p>
      )}
      <OrderFacts order={order} />
      <section className="panel" aria-labelledby="lines-title">
        <h2 id="lines-title">{t.orders.lines}</h2>
        <OrderLines order={order} />
      </section>
      <Receipts order={order} onSaved={refresh} />
      <section className="panel" aria-labelledby="timeline-title">
        <h2 id="timeline-title">
          {t.orders.timeline} <span className="quiet small">{t.orders.timelineHint}</span>
        </h2>
        <Timeline entries={query.data.timeline} />
        {order.actions.includes('comment') ? (
          <CommentBox purchaseOrderId={order.purchaseOrderId} onSaved={refresh} />
        ) : null}
        <p className="small" style={{ marginTop: 8 }}>
          <Link href={`/audit?purchaseOrderId=${order.purchaseOrderId}`}>{t.orders.history}</Link>
        </p>
      </section>
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
