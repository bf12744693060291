'use client';

import { Button, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useRef, useState } from 'react';

import { Icon } from '#web/components/parts/icon.tsx';
import { LiveNote } from '#web/components/parts/live-note.tsx';
import { filterApprovals } from '#web/lib/approval-filter.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useHydrated } from '#web/lib/use-hydrated.ts';
import { useKeys } from '#web/lib/use-keys.ts';
import { useRowKeys } from '#web/lib/use-row-keys.ts';
import { usePendingApprovals, type PendingApprovals } from '#web/lib/use-pending-approvals.ts';

import { ApprovalsTable } from './approvals-table.tsx';

type Props = {
  readonly initial: PendingApprovals;
  readonly readAt: number;
  readonly filter: string;
  readonly isFirstTime: boolean;
};

/** The list of what waits: polled; new ones wait behind a button, so that nothing moves under the hand. */
export function Inbox({ initial, readAt, filter, isFirstTime }: Props) {
  const { t } = useI18n();
  const query = usePendingApprovals({ data: initial, at: readAt });
  // The navigation reads the same list and may have begun already: the first render shows what the server showed.
  const isHydrated = useHydrated();
  const { items } = (isHydrated ? query.data : undefined) ?? initial;
  const [known, setKnown] = useState<ReadonlySet<string>>(() => new Set(items.map(({ id }) => id)));
  const [text, setText] = useState(filter);
  const search = useRef<HTMLInputElement>(null);
  useRowKeys();
  useKeys({ '/': () => search.current?.focus() });
  // Nothing can jump while the list is empty: then news show at once.
  const fresh = known.size === 0 ? [] : items.filter(({ id }) => !known.has(id));
  const shown = filterApprovals(
    items.filter((item) => !fresh.includes(item)),
    text,
  );
  const changeText = (wanted: string) => {
    setText(wanted);
    window.history.replaceState(
      null,
      '',
      wanted === '' ? '/approvals' : `/approvals?q=${encodeURIComponent(wanted)}`,
    );
  };
  return (
    <div className="page" style={{ maxWidth: 1400 }}>
      <div className="head">
        <div>
          <h1>{t.approvals.title}</h1>
          <p className="quiet small" role="status">
            {t.approvals.count(items.length)}
            {isHydrated && query.isFetching ? ` · ${t.app.updating}` : ''}
          </p>
        </div>
        <div className="tools">
          {fresh.length === 0 ? null : (
            <Button size="xs" radius="xl" onClick={() => setKnown(new Set(items.map(({ id }) => id)))}>
              {t.approvals.fresh(fresh.length)}
            </Button>
          )}
          <TextInput
            ref={search}
            type="search"
            w={300}
            aria-label={t.approvals.filter}
            placeholder={t.approvals.filter}
            value={text}
            onChange={(event) => changeText(event.currentTarget.value)}
          />
        </div>
      </div>
      <LiveNote isFailing={query.isError} at={query.dataUpdatedAt} />
      {shown.length > 0 ? (
        <>
          <ApprovalsTable items={shown} filter={text} />
          <p className="quiet small">{t.approvals.hint}</p>
        </>
      ) : (
        <Empty
          kind={items.length > 0 ? 'filtered' : isFirstTime ? 'first' : 'done'}
          onClear={() => changeText('')}
        />
      )}
    </div>
  );
}

function Empty({
  kind,
  onClear,
}: {
  readonly kind: 'filtered' | 'first' | 'done';
  readonly onClear: () => void;
}) {
  const { t } = useI18n();
  if (kind === 'filtered')
    return (
      <div className="panel empty">
        <h2>{t.approvals.emptyFilter}</h2>
        <Button variant="default" onClick={onClear}>
          {t.approvals.clearFilter}
        </Button>
      </div>
    );
  return (
    <div className="panel empty">
      <Icon name={kind === 'first' ? 'runs' : 'check'} size={32} />
      <h2>{kind === 'first' ? t.approvals.emptyFirst : t.approvals.emptyDone}</h2>
      <p className="quiet">{kind === 'first' ? t.approvals.emptyFirstText : t.approvals.emptyDoneText}</p>
      <Link href="/forecast-runs">{t.approvals.emptyFirstAction}</Link>
    </div>
  );
}
