'use client';

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';

import { LiveNote } from '#web/components/parts/live-note.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { callApi } from '#web/lib/browser-api.ts';
import type { ResponseOf } from '#web/lib/endpoints.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { ExecutionSteps } from './execution-steps.tsx';
import { RunAccuracy } from './run-accuracy.tsx';
import { RunProgress } from './run-progress.tsx';
import { RunTag } from './run-tag.tsx';

type Run = ResponseOf<'GET /forecast-runs/{runId}'>;

/** A run that is kept fresh until it has ended. */
export function RunView({ initial, readAt }: { readonly initial: Run; readonly readAt: number }) {
  const { t, f } = useI18n();
  const query = useQuery({
    queryKey: ['run', initial.runId],
    queryFn: async () => await callApi('GET /forecast-runs/{runId}', { params: { runId: initial.runId } }),
    initialData: initial,
    initialDataUpdatedAt: readAt,
    refetchInterval: ({ state }) => (isEnded(state.data ?? initial) ? false : 2_000),
  });
  const run = query.data;
  const { columns } = t.runs;
  const facts = [
    [columns.trigger, t.runs.triggers[run.trigger]],
    [columns.planned, f.number(run.planned)],
    [columns.failed, f.number(run.failed)],
    [columns.changed, f.number(run.changed)],
    [columns.requested, f.dateTime(run.requestedAt)],
    [
      columns.duration,
      run.completedAt === null ? '–' : f.duration(Date.parse(run.completedAt) - Date.parse(run.requestedAt)),
    ],
  ] as const;
  return (
    <div className="page">
      <div className="head">
        <div>
          <p className="small">
            <Link href="/forecast-runs">{t.runs.title}</Link> › {f.day(run.asOf)}
          </p>
          <h1>
            {t.runs.detail(f.fullDay(run.asOf))} <RunTag run={run} />
          </h1>
          <p role="status" className="quiet small">
            {run.status === 'running' ? t.runs.running(run.failed) : ''}
            {run.onlyFailedOf === null ? null : (
              <>
                {' '}
                {t.planning.runs.onlyFailed}{' '}
                <Link href={`/forecast-runs/${run.onlyFailedOf}`}>{t.planning.runs.earlierRun}</Link>
              </>
            )}
          </p>
        </div>
        <div className="tools">
          <RetryFailed run={run} />
          <Link href={`/audit?streamId=${run.runId}`}>{t.runs.history}</Link>
        </div>
      </div>
      <RunProgress run={run} />
      <LiveNote isFailing={query.isError} at={query.dataUpdatedAt} />
      <section className="panel" aria-label={t.app.details}>
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Failures run={run} />
      <RunAccuracy run={run} />
      <section className="panel" aria-labelledby="steps-title">
        <h2 id="steps-title">{t.runs.steps}</h2>
        {run.executionId === null ? (
          <p className="quiet small">{t.runs.noSteps}</p>
        ) : (
          <ExecutionSteps executionId={run.executionId} isRunning={!isEnded(run)} />
        )}
      </section>
    </div>
  );
}

/** Runs again what failed, and nothing else. */
function RetryFailed({ run }: { readonly run: Run }) {
  const { t } = useI18n();
  const { may } = useMe();
  const { state, send } = useWrite('POST /forecast-runs', useSaved(t.runs.started));
  if (run.status !== 'completed' || run.failed === 0 || !may('operator')) return null;
  return (
    <>
      <WriteNote state={state} />
      <Button
        loading={state.kind === 'saving'}
        disabled={state.kind === 'saved'}
        onClick={() => void send({ body: { onlyFailed: true } })}
      >
        {t.planning.runs.retry}
      </Button>
    </>
  );
}

function isEnded({ status }: Run): boolean {
  return status === 'completed' || status === 'aborted';
}

function Failures({ run }: { readonly run: Run }) {
  const { t } = useI18n();
  const { failureColumns } = t.runs;
  return (
    <section className="panel" aria-labelledby="failures-title">
      <h2 id="failures-title">{t.runs.failures}</h2>
      {run.failures.length === 0 ? (
        <p className="quiet small">{t.runs.noFailures}</p>
      ) : (
        <>
          <p className="quiet small">{t.runs.kept}</p>
          <div className="scroll" tabIndex={0} role="group" aria-label={t.runs.failures}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{failureColumns.product}</th>
                  <th scope="col">{failureColumns.reason}</th>
                </tr>
              </thead>
              <tbody>
                {run.failures.map((failure) => (
                  <tr key={failure.productId}>
                    <th scope="row">
                      <Link href={`/products/${failure.productId}`} prefetch={false}>
                        {failure.productName}
                      </Link>{' '}
                      <span className="quiet small">{failure.sku}</span>
                    </th>
                    <td>{failure.reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
