'use client';

import type { ForecastRun } from '#shared/contracts/api/models/planning.ts';
import { useI18n } from '#web/lib/i18n.tsx';

const tones = { scheduled: 'quiet', running: 'warn', completed: 'good', aborted: 'bad' } as const;

/** How a run went; one that left products behind is not simply completed. */
export function RunTag({ run }: { readonly run: Pick<ForecastRun, 'status' | 'failed'> }) {
  const { t } = useI18n();
  const isPartly = run.status === 'completed' && run.failed > 0;
  return (
    <span className="tag" data-tone={isPartly ? 'warn' : tones[run.status]}>
      {isPartly ? t.runs.states.partly : t.runs.states[run.status]}
    </span>
  );
}
