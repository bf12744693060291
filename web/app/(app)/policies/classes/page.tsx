import type { Metadata } from 'next';

import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { ClassPolicies } from '#web/components/planning/class-policies.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.planning.settings.title };
}

/** The nine class policies, cost rates and hysteresis, with what a change would come to. */
export default async function ClassPoliciesPage() {
  const settings = await load('GET /planning-settings', {});
  if (!settings.ok) return <ProblemPanel problem={settings.problem} />;
  return <ClassPolicies key={settings.data.version} saved={settings.data.settings} />;
}
