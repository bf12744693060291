import type { Metadata } from 'next';

import { Delegations } from '#web/components/approvals-settings/delegations.tsx';
import { PolicyForm } from '#web/components/approvals-settings/policy-form.tsx';
import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.approvalSettings.title };
}

/** Who may approve what, and who stands in for whom. */
export default async function ApprovalSettingsPage() {
  const [policy, delegations, members, { t }] = await Promise.all([
    load('GET /approval-policies', {}),
    load('GET /delegations', { query: { limit: '200' } }),
    load('GET /members', { query: { limit: '1000' } }),
    getI18n(),
  ]);
  if (!policy.ok) return <ProblemPanel problem={policy.problem} />;
  if (!delegations.ok) return <ProblemPanel problem={delegations.problem} />;
  if (!members.ok) return <ProblemPanel problem={members.problem} />;
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>{t.approvalSettings.title}</h1>
          <p className="quiet small">{t.approvalSettings.intro}</p>
        </div>
      </div>
      <PolicyForm key={policy.data.version} saved={policy.data.policy} />
      <Delegations items={delegations.data.items} members={members.data.items} />
    </div>
  );
}
