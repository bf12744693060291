'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';
import { useMemo } from 'react';

import type { ForecastRun, ForecastSchedule } from '#shared/contracts/api/models/planning.ts';
import { EmptyList } from '#web/components/parts/empty-list.tsx';
import { LiveNote } from '#web/components/parts/live-note.tsx';
import { LoadMore } from '#web/components/parts/load-more.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import type { ResponseOf } from '#web/lib/endpoints.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useNotify } from '#web/lib/use-notify.ts';
import { useMe } from '#web/lib/use-me.tsx';
import { usePaged } from '#web/lib/use-paged.ts';
import { useRowKeys } from '#web/lib/use-row-keys.ts';
import { useWrite } from '#web/lib/use-write.ts';

import { AccuracyOverTime } from './run-accuracy.tsx';
import { RunProgress } from './run-progress.tsx';
import { RunTag } from './run-tag.tsx';
import { SchedulePanel } from './schedule-panel.tsx';

type Props = {
  readonly initial: ResponseOf<'GET /forecast-runs'>;
  readonly schedule: ForecastSchedule | null;
  readonly readAt: number;
};

const query = { limit: '50' } as const;

/** All forecast runs, kept fresh, and the button that starts one. */
export function RunsList({ initial, schedule, readAt }: Props) {
  const { t } = useI18n();
  const { may } = useMe();
  const list = usePaged('GET /forecast-runs', { query, initial, readAt, pollMs: 5_000 });
  useRowKeys();
  const { refetch } = list;
  const notify = useNotify();
  const steps = useMemo(
    () => ({
      onSaved: async () => {
        notify(t.runs.started);
        await refetch();
      },
    }),
    [t, refetch, notify],
  );
  const start = useWrite('POST /forecast-runs', steps);
  return (
    <div className="page">
      <div className="head">
        <h1>{t.runs.title}</h1>
        <div className="tools">
          <WriteNote state={start.state} />
          {may('operator') ? (
            <Button loading={start.state.kind === 'saving'} onClick={() => void start.send({ body: {} })}>
              {t.runs.start}
            </Button>
          ) : null}
        </div>
      </div>
      <LiveNote isFailing={list.isFailing} at={list.at} />
      {schedule === null ? null : <SchedulePanel schedule={schedule} />}
      <AccuracyOverTime runs={list.items} />
      {list.items.length === 0 ? <EmptyList text={t.runs.empty} /> : <RunsTable items={list.items} />}
      <LoadMore hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.loadMore} />
    </div>
  );
}

function RunsTable({ items }: { readonly items: readonly ForecastRun[] }) {
  const { t, f } = useI18n();
  const { columns } = t.runs;
  return (
    <div className="panel scroll" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t.runs.title}>
      <table className="table">
        <caption className="hidden">{t.runs.title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.asOf}</th>
            <th scope="col">{columns.status}</th>
            <th scope="col" className="wide">
              {columns.trigger}
            </th>
            <th scope="col" className="num">
              {columns.planned}
            </th>
            <th scope="col" className="num">
              {columns.failed}
            </th>
            <th scope="col" className="num wide">
              {columns.changed}
            </th>
            <th scope="col" className="wide">
              {columns.requested}
            </th>
            <th scope="col" className="num wide">
              {columns.duration}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((run) => (
            <tr key={run.runId} className="opens">
              <td>
                <Link href={`/forecast-runs/${run.runId}`} data-row prefetch={false}>
                  {f.day(run.asOf)}
                </Link>
              </td>
              <td>
                <RunTag run={run} />
                <RunProgress run={run} />
              </td>
              <td className="wide">{t.runs.triggers[run.trigger]}</td>
              <td className="num">{f.number(run.planned)}</td>
              <td className="num">{f.number(run.failed)}</td>
              <td className="num wide">{f.number(run.changed)}</td>
              <td className="wide">
                <time dateTime={run.requestedAt}>{f.dateTime(run.requestedAt)}</time>
              </td>
              <td className="num wide">
                {run.completedAt === null
                  ? '–'
                  : f.duration(Date.parse(run.completedAt) - Date.parse(run.requestedAt))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
