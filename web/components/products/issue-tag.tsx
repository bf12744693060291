'use client';

import type { IssueKind, Severity } from '#shared/contracts/events/planning.ts';
import { useI18n } from '#web/lib/i18n.tsx';

const tones = { urgent: 'bad', soon: 'warn', watch: 'quiet' } as const;

/** What is wrong with a product's stock, and how soon to act, in words. */
export function IssueTag({ kind, severity }: { readonly kind: IssueKind; readonly severity: Severity }) {
  const { t } = useI18n();
  return (
    <span className="tag" data-tone={tones[severity]}>
      {t.issue[kind]}, {t.severity[severity]}
    </span>
  );
}
