'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import Link from 'next/link';

import { EmptyList } from '#web/components/parts/empty-list.tsx';
import { FilterForm } from '#web/components/parts/filter-form.tsx';
import { LoadMore } from '#web/components/parts/load-more.tsx';
import type { ResponseOf } from '#web/lib/endpoints.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { usePaged } from '#web/lib/use-paged.ts';

import { AuditRow } from './audit-row.tsx';

type Query = Readonly<Record<string, string>>;
type Props = { readonly initial: ResponseOf<'GET /audit'>; readonly readAt: number; readonly query: Query };

/** The audit trail, newest first, page by page. */
export function AuditList({ initial, readAt, query }: Props) {
  const { t } = useI18n();
  const { items, hasMore, loadMore, isLoadingMore } = usePaged('GET /audit', { query, initial, readAt });
  const isFiltered = Object.keys(query).length > 1;
  const { columns } = t.audit;
  return (
    <div className="page" style={{ maxWidth: 1400 }}>
      <div className="head">
        <h1>{t.audit.title}</h1>
        <Filters query={query} isFiltered={isFiltered} />
      </div>
      {items.length === 0 ? (
        <EmptyList
          text={isFiltered ? t.audit.filtered : t.audit.empty}
          {...(isFiltered ? { clearHref: '/audit' } : {})}
        />
      ) : (
        <div
          className="panel scroll"
          style={{ padding: 0 }}
          tabIndex={0}
          role="region"
          aria-label={t.audit.title}
        >
          <table className="table">
            <caption className="hidden">{t.audit.title}</caption>
            <thead>
              <tr>
                <th scope="col">{columns.when}</th>
                <th scope="col">{columns.who}</th>
                <th scope="col">{columns.what}</th>
                <th scope="col">{columns.subject}</th>
                <th scope="col">{columns.why}</th>
                <th scope="col">{t.audit.show}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((entry) => (
                <AuditRow key={entry.eventId} entry={entry} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <LoadMore hasMore={hasMore} isLoading={isLoadingMore} onMore={loadMore} />
    </div>
  );
}

function Filters({ query, isFiltered }: { readonly query: Query; readonly isFiltered: boolean }) {
  const { t } = useI18n();
  const types = Object.entries(t.events)
    .map(([value, label]) => ({ value, label }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  const kept = ['purchaseOrderId', 'streamId'] as const;
  return (
    <FilterForm path="/audit" label={t.audit.title}>
      {kept.map((name) =>
        query[name] === undefined ? null : (
          <label key={name} className="tag" style={{ padding: '8px 10px' }}>
            <input type="checkbox" name={name} value={query[name]} defaultChecked />{' '}
            {name === 'streamId' ? t.audit.streamFilter : t.audit.orderFilter}
          </label>
        ),
      )}
      <NativeSelect
        name="type"
        aria-label={t.audit.type}
        defaultValue={query['type'] ?? ''}
        data={[{ value: '', label: t.audit.allTypes }, ...types]}
      />
      <TextInput
        name="actor"
        aria-label={t.audit.actor}
        placeholder={t.audit.actor}
        defaultValue={query['actor'] ?? ''}
        w={220}
      />
      <Button type="submit" variant="default">
        {t.audit.apply}
      </Button>
      {isFiltered ? <Link href="/audit">{t.audit.clear}</Link> : null}
    </FilterForm>
  );
}
