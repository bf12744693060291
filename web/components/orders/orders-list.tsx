'use client';

import { NativeSelect } from '@mantine/core';
import Link from 'next/link';

import type { PurchaseOrder, PurchaseOrderStatus } from '#shared/contracts/api/models/purchasing.ts';
import { EmptyList } from '#web/components/parts/empty-list.tsx';
import { FilterForm } from '#web/components/parts/filter-form.tsx';
import { LiveNote } from '#web/components/parts/live-note.tsx';
import { LoadMore } from '#web/components/parts/load-more.tsx';
import { Money } from '#web/components/parts/money.tsx';
import type { ResponseOf } from '#web/lib/endpoints.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { usePaged } from '#web/lib/use-paged.ts';
import { useRowKeys } from '#web/lib/use-row-keys.ts';

import { StatusTag } from './status-tag.tsx';

type Query = { readonly limit: string; readonly status?: PurchaseOrderStatus };
type Props = {
  readonly initial: ResponseOf<'GET /purchase-orders'>;
  readonly readAt: number;
  readonly query: Query;
};

/** All purchase orders, page by page, kept fresh. */
export function OrdersList({ initial, readAt, query }: Props) {
  const { t } = useI18n();
  const list = usePaged('GET /purchase-orders', { query, initial, readAt, pollMs: 10_000 });
  useRowKeys();
  const statuses = Object.entries(t.status).map(([value, label]) => ({ value, label }));
  const isFiltered = query.status !== undefined;
  return (
    <div className="page" style={{ maxWidth: 1400 }}>
      <div className="head">
        <h1>{t.orders.title}</h1>
        <FilterForm path="/purchase-orders" label={t.orders.filterStatus}>
          <NativeSelect
            name="status"
            aria-label={t.orders.filterStatus}
            defaultValue={query.status ?? ''}
            data={[{ value: '', label: t.list.all }, ...statuses]}
          />
        </FilterForm>
      </div>
      <LiveNote isFailing={list.isFailing} at={list.at} />
      {list.items.length === 0 ? (
        <EmptyList
          text={isFiltered ? '' : t.orders.empty}
          {...(isFiltered ? { clearHref: '/purchase-orders' } : {})}
        />
      ) : (
        <OrdersTable items={list.items} />
      )}
      <LoadMore hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.loadMore} />
    </div>
  );
}

function OrdersTable({ items }: { readonly items: readonly PurchaseOrder[] }) {
  const { t, f } = useI18n();
  const { columns } = t.orders;
  return (
    <div
      className="panel scroll"
      style={{ padding: 0 }}
      tabIndex={0}
      role="region"
      aria-label={t.orders.title}
    >
      <table className="table">
        <caption className="hidden">{t.orders.title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.number}</th>
            <th scope="col">{columns.supplier}</th>
            <th scope="col">{columns.status}</th>
            <th scope="col" className="num wide">
              {columns.lines}
            </th>
            <th scope="col" className="num wide">
              {columns.value}
            </th>
            <th scope="col" className="wide">
              {columns.proposed}
            </th>
            <th scope="col" className="wide">
              {columns.approvedBy}
            </th>
            <th scope="col" className="wide">
              {columns.expected}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((order) => (
            <tr key={order.purchaseOrderId} className="opens">
              <td>
                <Link href={`/purchase-orders/${order.purchaseOrderId}`} data-row prefetch={false}>
                  {order.number}
                </Link>
              </td>
              <td>{order.supplierName}</td>
              <td>
                <StatusTag status={order.status} />
              </td>
              <td className="num wide">{f.number(order.lineCount)}</td>
              <td className="num wide">
                <Money value={order.value} />
              </td>
              <td className="wide">
                <time dateTime={order.proposedAt}>{f.dateTime(order.proposedAt)}</time>
              </td>
              <td className="wide">{order.approvedByName ?? order.approvedBy ?? '–'}</td>
              <td className="wide">{order.expectedAt === null ? '–' : f.day(order.expectedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
