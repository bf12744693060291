import type { Metadata } from 'next';
import { notFound } from 'next/navigation';

import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { RunView } from '#web/components/runs/run-view.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';

type Props = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.runs.title };
}

/** A forecast run: what it planned, what failed, and its workflow. */
export default async function RunPage({ params }: Props) {
  const run = await load('GET /forecast-runs/{runId}', { params: { runId: (await params).id } });
  if (!run.ok) {
    if (run.problem.status === 404) notFound();
    return <ProblemPanel problem={run.problem} />;
  }
  return <RunView initial={run.data} readAt={Date.now()} />;
}
