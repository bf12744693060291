'use client';

import { useI18n } from '#web/lib/i18n.tsx';

/** Says that polling has failed twice, and how old the figures are. */
export function LiveNote({ isFailing, at }: { readonly isFailing: boolean; readonly at: number }) {
  const { t, f } = useI18n();
  return <div role="status">{isFailing ? <p className="banner">{t.live.offline(f.time(at))}</p> : null}</div>;
}
