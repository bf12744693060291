'use client';

import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useRef, useState } from 'react';

import type { PolicyRow } from '#shared/contracts/api/models/planning.ts';
import { EmptyList } from '#web/components/parts/empty-list.tsx';
import { FilterForm } from '#web/components/parts/filter-form.tsx';
import { LoadMore } from '#web/components/parts/load-more.tsx';
import type { CallOf, ResponseOf } from '#web/lib/endpoints.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useKeys } from '#web/lib/use-keys.ts';
import { useMe } from '#web/lib/use-me.tsx';
import { usePaged } from '#web/lib/use-paged.ts';
import { useRowKeys } from '#web/lib/use-row-keys.ts';

import { PolicyDialog } from './policy-dialog.tsx';

type Query = NonNullable<CallOf<'GET /policies'>['query']>;
type Props = {
  readonly initial: ResponseOf<'GET /policies'>;
  readonly readAt: number;
  readonly query: Query;
};

const classes = ['A', 'B', 'C'].flatMap((abc) => ['X', 'Y', 'Z'].map((xyz) => abc + xyz));

/** Levels of every product at every location, with class, service target and overrides. */
export function PoliciesList({ initial, readAt, query }: Props) {
  const { t } = useI18n();
  const words = t.planning.policies;
  const list = usePaged('GET /policies', { query, initial, readAt });
  const [opened, setOpened] = useState<PolicyRow | null>(null);
  const search = useRef<HTMLInputElement>(null);
  useRowKeys();
  useKeys({ '/': () => search.current?.focus() });
  const isFiltered = Object.keys(query).length > 1;
  return (
    <div className="page" style={{ maxWidth: 1400 }}>
      <div className="head">
        <h1>{words.title}</h1>
        <FilterForm path="/policies" label={t.list.search}>
          <Checkbox
            name="overridden"
            value="true"
            defaultChecked={query.overridden === 'true'}
            label={words.onlyOverridden}
            style={{ alignSelf: 'center' }}
          />
          <NativeSelect
            name="class"
            aria-label={words.columns.classes}
            defaultValue={`${query.abcClass ?? ''}${query.xyzClass ?? ''}`}
            data={[{ value: '', label: words.anyClass }, ...classes]}
          />
          <TextInput
            ref={search}
            type="search"
            name="search"
            w={220}
            defaultValue={query.search ?? ''}
            aria-label={words.search}
            placeholder={words.search}
          />
          <Button type="submit" variant="default">
            {t.list.search}
          </Button>
        </FilterForm>
        <Button component={Link} href="/policies/classes" variant="default">
          {words.classes}
        </Button>
      </div>
      {list.items.length === 0 ? (
        <EmptyList text={isFiltered ? '' : words.empty} {...(isFiltered ? { clearHref: '/policies' } : {})} />
      ) : (
        <PoliciesTable items={list.items} onOpen={setOpened} />
      )}
      <LoadMore hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.loadMore} />
      {opened === null ? null : (
        <PolicyDialog
          item={opened}
          onClose={() => {
            setOpened(null);
            void list.refetch();
          }}
        />
      )}
    </div>
  );
}

type TableProps = { readonly items: readonly PolicyRow[]; readonly onOpen: (row: PolicyRow) => void };

function PoliciesTable({ items, onOpen }: TableProps) {
  const { t } = useI18n();
  const { may } = useMe();
  const { columns, title } = t.planning.policies;
  return (
    <div className="panel scroll" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={title}>
      <table className="table">
        <caption className="hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.product}</th>
            <th scope="col" className="wide">
              {columns.location}
            </th>
            <th scope="col">{columns.classes}</th>
            <th scope="col" className="wide">
              {columns.service}
            </th>
            <th scope="col" className="num wide">
              {columns.mean}
            </th>
            <th scope="col" className="num wide">
              {columns.safetyStock}
            </th>
            <th scope="col" className="num">
              {columns.reorderPoint}
            </th>
            <th scope="col" className="num">
              {columns.orderUpTo}
            </th>
            <th scope="col" className="num wide">
              {columns.review}
            </th>
            <th scope="col" className="wide">
              {columns.changed}
            </th>
            {may('approver') ? (
              <th scope="col">
                <span className="hidden">{t.app.details}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <Row key={`${row.productId}/${row.locationId}`} row={row} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, onOpen }: { readonly row: PolicyRow; readonly onOpen: TableProps['onOpen'] }) {
  const { t, f } = useI18n();
  const { may } = useMe();
  const words = t.planning.policies;
  return (
    <tr>
      <th scope="row">
        <Link href={`/products/${row.productId}?location=${row.locationId}`} data-row prefetch={false}>
          {row.productName}
        </Link>{' '}
        <span className="quiet small">{row.sku}</span>
      </th>
      <td className="wide">{row.locationName}</td>
      <td>
        {row.abcClass ?? '–'}
        {row.xyzClass ?? ''} {row.override === null ? null : <span className="tag">{words.overridden}</span>}
      </td>
      <td className="wide">
        {f.exactPercent(row.serviceTarget)}{' '}
        <span className="quiet small">{words.ofMeasure[row.serviceMeasure]}</span>
      </td>
      <td className="num wide">{f.number(row.meanPerDay)}</td>
      <td className="num wide">{f.number(row.safetyStock)}</td>
      <td className="num">{f.number(row.reorderPoint)}</td>
      <td className="num">{f.number(row.orderUpToLevel)}</td>
      <td className="num wide">{words.days(f.number(row.reviewPeriodDays))}</td>
      <td className="wide">
        <time dateTime={row.changedAt} title={f.dateTime(row.changedAt)}>
          {f.shortDay(f.dayOf(row.changedAt))}
        </time>
      </td>
      {may('approver') ? (
        <td>
          <Button size="compact-xs" variant="default" onClick={() => onOpen(row)}>
            {t.planning.forecast.actions.override}
            <span className="hidden"> {row.productName}</span>
          </Button>
        </td>
      ) : null}
    </tr>
  );
}
