import Link from 'next/link';

import { locales } from '#web/lib/locales.ts';
import { requestLocale } from '#web/lib/i18n-server.ts';

/** What shows where there is nothing. */
export default async function NotFound() {
  const { messages: t } = locales[await requestLocale()];
  return (
    <main className="empty">
      <h1>{t.problem.notFound}</h1>
      <p className="quiet">{t.problem.notFoundText}</p>
      <Link href="/approvals">{t.problem.home}</Link>
    </main>
  );
}
