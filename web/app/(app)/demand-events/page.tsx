import type { Metadata } from 'next';

import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { DemandEventsList } from '#web/components/planning/demand-events-list.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.planning.events.title };
}

/** Demand events, latest first. */
export default async function DemandEventsPage() {
  const events = await load('GET /demand-events', { query: { limit: '50' } });
  if (!events.ok) return <ProblemPanel problem={events.problem} />;
  return <DemandEventsList initial={events.data} readAt={Date.now()} />;
}
