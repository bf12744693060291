import { redirect } from 'next/navigation';

import { locales } from '#web/lib/locales.ts';
import { requestLocale } from '#web/lib/i18n-server.ts';

type Props = { readonly searchParams: Promise<{ readonly problem?: string | readonly string[] }> };

/** The front door leads to the approvals, by way of signing in; it shows itself only when that went wrong. */
export default async function FrontDoor({ searchParams }: Props) {
  const { problem } = await searchParams;
  if (typeof problem !== 'string') redirect('/approvals');
  const { messages: t } = locales[await requestLocale()];
  return (
    <main className="page" style={{ maxWidth: 480, margin: '10vh auto 0' }}>
      <h1>{t.signIn.title}</h1>
      <p role="alert">{t.signIn.problems[problem] ?? t.signIn.problems['sign-in-failed']}</p>
      <p>
        <a href="/auth/login?returnTo=%2Fapprovals">{t.signIn.again}</a>
      </p>
    </main>
  );
}
