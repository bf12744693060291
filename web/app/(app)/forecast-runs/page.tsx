import type { Metadata } from 'next';

import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { RunsList } from '#web/components/runs/runs-list.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.runs.title };
}

/** Forecast runs, newest first. */
export default async function RunsPage() {
  const [runs, schedule] = await Promise.all([
    load('GET /forecast-runs', { query: { limit: '50' } }),
    load('GET /forecast-schedule', {}),
  ]);
  if (!runs.ok) return <ProblemPanel problem={runs.problem} />;
  return <RunsList initial={runs.data} schedule={schedule.ok ? schedule.data : null} readAt={Date.now()} />;
}
