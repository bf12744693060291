'use client';

import { useI18n } from '#web/lib/i18n.tsx';

/** Says that polling has failed twice, and how old the figures are. */
export function LiveNote({ failures, at }: { readonly failures: number; readonly at: number }) {
  const { t, f } = useI18n();
  return (
    <div role="status">{failures > 1 ? <p className="banner">{t.live.offline(f.time(at))}</p> : null}</div>
  );
}
