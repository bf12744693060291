'use client';

import { Icon } from '#web/components/parts/icon.tsx';
import { useI18n } from '#web/lib/i18n.tsx';

/** The chance of running out, ordering now and after a week of waiting. */
export function Risk({ now, wait }: { readonly now: number | null; readonly wait: number | null }) {
  const { t, f } = useI18n();
  if (now === null) return <span className="quiet">{t.approvals.noRisk}</span>;
  const waiting = wait === null ? '?' : f.percent(wait);
  const tone = (wait ?? now) >= 0.5 ? 'bad' : (wait ?? now) >= 0.2 ? 'warn' : 'quiet';
  return (
    <span className="tag" data-tone={tone}>
      <span aria-hidden="true">
        {f.percent(now)} <Icon name="next" size={12} /> {waiting}
      </span>
      <span className="hidden">{t.approvals.riskNow(f.percent(now), waiting)}</span>
    </span>
  );
}
