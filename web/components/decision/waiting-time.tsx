'use client';

import { useI18n } from '#web/lib/i18n.tsx';
import { useNow } from '#web/lib/use-now.ts';

/** How long something has been waiting, ticking. */
export function WaitingTime({ since }: { readonly since: string }) {
  const { t, f } = useI18n();
  const now = useNow();
  return (
    <time dateTime={since} title={f.dateTime(since)}>
      {t.decision.waiting(f.duration(now - Date.parse(since)))}
    </time>
  );
}
