import type { ReactNode } from 'react';

import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { Shell } from '#web/components/shell/shell.tsx';
import { I18nProvider } from '#web/lib/i18n.tsx';
import { getI18n } from '#web/lib/i18n-server.ts';
import { loadMe, loadMembership } from '#web/lib/membership.ts';
import { pageSession } from '#web/lib/session/session.ts';
import { settings } from '#web/lib/settings.ts';

/** Signed-in pages: who is asking, in which workspace, and the frame around every page. */
export default async function AppLayout({ children }: { readonly children: ReactNode }) {
  const [me, membership] = [await loadMe(), await loadMembership()];
  const { t, locale, timeZone, currency } = await getI18n();
  if (!me.ok || !membership.ok) return <main>{!me.ok ? <ProblemPanel problem={me.problem} /> : null}</main>;
  if (membership.data === null) {
    const name = (await pageSession())?.name ?? me.data.sub;
    return (
      <main className="empty">
        <h1>{t.signIn.noWorkspace}</h1>
        <p>{t.signIn.noWorkspaceText(name)}</p>
      </main>
    );
  }
  return (
    <I18nProvider locale={locale} timeZone={timeZone} currency={currency}>
      <Shell
        signedIn={{ membership: membership.data, memberships: me.data.memberships }}
        now={Date.now()}
        mailboxUrl={settings().mailboxUrl}
      >
        {children}
      </Shell>
    </I18nProvider>
  );
}
