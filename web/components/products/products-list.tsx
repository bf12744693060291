'use client';

import { Button, Checkbox, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useRef } from 'react';

import type { Product } from '#shared/contracts/api/models/catalogue.ts';
import { EmptyList } from '#web/components/parts/empty-list.tsx';
import { FilterForm } from '#web/components/parts/filter-form.tsx';
import { LoadMore } from '#web/components/parts/load-more.tsx';
import { MinorMoney } from '#web/components/parts/money.tsx';
import type { ResponseOf } from '#web/lib/endpoints.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useKeys } from '#web/lib/use-keys.ts';
import { usePaged } from '#web/lib/use-paged.ts';
import { useRowKeys } from '#web/lib/use-row-keys.ts';

import { IssueTag } from './issue-tag.tsx';

type Query = { readonly limit: string; readonly search?: string; readonly issue?: 'open' };
type Props = {
  readonly initial: ResponseOf<'GET /products'>;
  readonly readAt: number;
  readonly query: Query;
};

/** All products, page by page. */
export function ProductsList({ initial, readAt, query }: Props) {
  const { t } = useI18n();
  const { items, hasMore, loadMore, isLoadingMore } = usePaged('GET /products', { query, initial, readAt });
  const search = useRef<HTMLInputElement>(null);
  useRowKeys();
  useKeys({ '/': () => search.current?.focus() });
  const isFiltered = query.search !== undefined || query.issue !== undefined;
  return (
    <div className="page" style={{ maxWidth: 1400 }}>
      <div className="head">
        <h1>{t.products.title}</h1>
        <FilterForm path="/products" label={t.list.search}>
          <Checkbox
            name="issue"
            value="open"
            defaultChecked={query.issue === 'open'}
            label={t.products.onlyIssues}
            style={{ alignSelf: 'center' }}
          />
          <TextInput
            ref={search}
            type="search"
            name="search"
            w={260}
            defaultValue={query.search ?? ''}
            aria-label={t.products.search}
            placeholder={t.products.search}
          />
          <Button type="submit" variant="default">
            {t.list.search}
          </Button>
        </FilterForm>
      </div>
      {items.length === 0 ? (
        <EmptyList
          text={isFiltered ? '' : t.products.empty}
          {...(isFiltered ? { clearHref: '/products' } : {})}
        />
      ) : (
        <ProductsTable items={items} />
      )}
      <LoadMore hasMore={hasMore} isLoading={isLoadingMore} onMore={loadMore} />
    </div>
  );
}

function ProductsTable({ items }: { readonly items: readonly Product[] }) {
  const { t, f } = useI18n();
  const { columns } = t.products;
  const orDash = (value: number | null) => (value === null ? '–' : f.number(value));
  return (
    <div
      className="panel scroll"
      style={{ padding: 0 }}
      tabIndex={0}
      role="region"
      aria-label={t.products.title}
    >
      <table className="table">
        <caption className="hidden">{t.products.title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col" className="wide">
              {columns.supplier}
            </th>
            <th scope="col" className="num">
              {columns.onHand}
            </th>
            <th scope="col" className="num wide">
              {columns.onOrder}
            </th>
            <th scope="col" className="num wide">
              {columns.position}
            </th>
            <th scope="col" className="num wide">
              {columns.reorderPoint}
            </th>
            <th scope="col" className="num wide">
              {columns.cover}
            </th>
            <th scope="col" className="num wide">
              {columns.cost}
            </th>
            <th scope="col">{columns.issue}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((product) => (
            <tr key={product.productId} className="opens">
              <td>
                <Link href={`/products/${product.productId}`} data-row prefetch={false}>
                  {product.name}
                </Link>
                <br />
                <span className="quiet small">
                  {product.sku} · {product.category}
                </span>
              </td>
              <td className="wide">{product.supplierName ?? '–'}</td>
              <td className="num">{f.number(product.onHand)}</td>
              <td className="num wide">{f.number(product.onOrder)}</td>
              <td className="num wide">{f.number(product.inventoryPosition)}</td>
              <td className="num wide">{orDash(product.reorderPoint)}</td>
              <td className="num wide">
                {product.daysOfSupply === null
                  ? '–'
                  : t.products.days(f.number(Math.round(product.daysOfSupply)))}
              </td>
              <td className="num wide">
                <MinorMoney minor={product.unitCostMinor} currency={product.currency} />
              </td>
              <td>
                {product.issue === null ? (
                  <span className="quiet">{t.products.noIssue}</span>
                ) : (
                  <IssueTag {...product.issue} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
