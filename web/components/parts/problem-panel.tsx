import Link from 'next/link';

import type { ApiProblem } from '#web/lib/api-problem.ts';
import { locales } from '#web/lib/locales.ts';
import { requestLocale } from '#web/lib/i18n-server.ts';

import { problemText } from './problem-text.ts';
import { ReloadButton } from './reload-button.tsx';

/** Says why something could not be loaded, what to do, and which request it was. */
export async function ProblemPanel({ problem }: { readonly problem: ApiProblem }) {
  const { messages: t } = locales[await requestLocale()];
  const { title, text } = problemText(problem, t);
  return (
    <div className="empty" role="alert">
      <h1>{title}</h1>
      <p>{text}</p>
      <p className="quiet small">
        {t.problem.safe} {t.problem.request} {problem.requestId}
      </p>
      {problem.status >= 500 ? (
        <ReloadButton label={t.app.retry} />
      ) : (
        <Link href="/approvals">{t.problem.home}</Link>
      )}
    </div>
  );
}
