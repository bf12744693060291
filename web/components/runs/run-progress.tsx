'use client';

import { Progress } from '@mantine/core';

import type { ForecastRun } from '#shared/contracts/api/models/planning.ts';
import { useI18n } from '#web/lib/i18n.tsx';

/** How far a run has come. */
export function RunProgress({ run }: { readonly run: Pick<ForecastRun, 'planned' | 'total' | 'status'> }) {
  const { t, f } = useI18n();
  if (run.total === null || run.total === 0 || run.status !== 'running') return null;
  const text = t.planning.runs.progress(f.number(run.planned), f.number(run.total));
  return (
    <div>
      <Progress value={(100 * run.planned) / run.total} aria-label={text} />
      <p role="status" className="quiet small">
        {text}
      </p>
    </div>
  );
}
