'use client';

import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';

import type { DemandEvent } from '#shared/contracts/api/models/planning.ts';
import { EmptyList } from '#web/components/parts/empty-list.tsx';
import { LoadMore } from '#web/components/parts/load-more.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import type { ResponseOf } from '#web/lib/endpoints.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useNotify } from '#web/lib/use-notify.ts';
import { useMe } from '#web/lib/use-me.tsx';
import { useNow } from '#web/lib/use-now.ts';
import { usePaged } from '#web/lib/use-paged.ts';
import { useWrite } from '#web/lib/use-write.ts';

import { PlanEventDialog } from './plan-event-dialog.tsx';

type Props = { readonly initial: ResponseOf<'GET /demand-events'>; readonly readAt: number };

const query = { limit: '50' } as const;

/** What will raise or lower demand, or did; and the way to say so. */
export function DemandEventsList({ initial, readAt }: Props) {
  const { t } = useI18n();
  const { may } = useMe();
  const words = t.planning.events;
  const list = usePaged('GET /demand-events', { query, initial, readAt });
  const [isPlanning, setIsPlanning] = useState(false);
  const { refetch } = list;
  const notify = useNotify();
  const steps = useMemo(
    () => ({
      onSaved: async () => {
        notify(words.cancelled);
        await refetch();
      },
    }),
    [words, refetch, notify],
  );
  const cancel = useWrite('DELETE /demand-events/{demandEventId}', steps);
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>{words.title}</h1>
          <p className="quiet small">{words.intro}</p>
        </div>
        {may('operator') ? <Button onClick={() => setIsPlanning(true)}>{words.plan}</Button> : null}
      </div>
      <WriteNote state={cancel.state} />
      {list.items.length === 0 ? (
        <EmptyList text={words.empty} />
      ) : (
        <EventsTable
          items={list.items}
          onCancel={(demandEventId) => void cancel.send({ params: { demandEventId } })}
        />
      )}
      <LoadMore hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.loadMore} />
      {isPlanning ? (
        <PlanEventDialog
          onClose={() => setIsPlanning(false)}
          onSaved={async () => {
            await refetch();
          }}
        />
      ) : null}
    </div>
  );
}

type TableProps = {
  readonly items: readonly DemandEvent[];
  readonly onCancel: (demandEventId: string) => void;
};

function EventsTable({ items, onCancel }: TableProps) {
  const { t } = useI18n();
  const { columns, title } = t.planning.events;
  return (
    <div className="panel scroll" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={title}>
      <table className="table">
        <caption className="hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.from}</th>
            <th scope="col">{columns.to}</th>
            <th scope="col" className="num">
              {columns.lift}
            </th>
            <th scope="col" className="wide">
              {columns.scope}
            </th>
            <th scope="col">{columns.status}</th>
            <th scope="col" className="wide">
              {columns.by}
            </th>
            <th scope="col">
              <span className="hidden">{t.app.details}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((event) => (
            <Row key={event.demandEventId} event={event} onCancel={onCancel} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  event,
  onCancel,
}: {
  readonly event: DemandEvent;
  readonly onCancel: TableProps['onCancel'];
}) {
  const { t, f } = useI18n();
  const { may } = useMe();
  const today = f.dayOf(useNow());
  const words = t.planning.events;
  const state = event.status === 'cancelled' ? 'cancelled' : stateOn(event, today);
  return (
    <tr>
      <th scope="row">{event.name}</th>
      <td>{f.fullDay(event.from)}</td>
      <td>{f.fullDay(event.to)}</td>
      <td className="num">{event.lift === null ? t.planning.forecast.asMeasured : f.percent(event.lift)}</td>
      <td className="wide">{scopeText(event.scope, words.scopes)}</td>
      <td>
        <span
          className="tag"
          data-tone={state === 'running' ? 'warn' : state === 'planned' ? 'good' : 'quiet'}
        >
          {words.states[state]}
        </span>
      </td>
      <td className="wide">{event.plannedBy.id}</td>
      <td>
        {event.status === 'planned' && may('operator') ? (
          <Button size="compact-xs" variant="default" onClick={() => onCancel(event.demandEventId)}>
            {words.cancel}
            <span className="hidden"> {event.name}</span>
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

function stateOn({ from, to }: DemandEvent, today: string): 'planned' | 'running' | 'past' {
  if (today < from) return 'planned';
  return today > to ? 'past' : 'running';
}

function scopeText(
  scope: DemandEvent['scope'],
  words: ReturnType<typeof useI18n>['t']['planning']['events']['scopes'],
): string {
  if (scope.kind === 'all') return words.all;
  return scope.kind === 'category' ? words.category(scope.category) : words.products(scope.productIds.length);
}
