'use client';

import { useI18n } from '#web/lib/i18n.tsx';
import type { WriteState } from '#web/lib/use-write.ts';

import { problemText } from './problem-text.ts';

/** What became of a write, in words. */
export function WriteNote({ state }: { readonly state: WriteState }) {
  const { t } = useI18n();
  if (state.kind === 'notSaved')
    return (
      <p className="banner" role="alert">
        {t.write.notSaved}. {problemText(state.problem, t).text}
        <span className="small">
          {' '}
          {t.problem.request} {state.problem.requestId}
        </span>
      </p>
    );
  return (
    <p role="status" className="quiet small">
      {state.kind === 'saving' ? t.write.saving : state.kind === 'saved' ? t.write.saved : ''}
    </p>
  );
}
