'use client';

import { Button } from '@mantine/core';

import type { FactChange } from '#shared/contracts/events/approvals.ts';
import { useI18n } from '#web/lib/i18n.tsx';

import { ChangeTable } from './change-table.tsx';
import type { Seen } from './seen.ts';

type Props = {
  readonly changes: readonly FactChange[];
  readonly seen: Seen;
  /** Shows the page anew. */
  readonly onShow?: () => void;
  /** Decides the same on the new figures. */
  readonly again?: { readonly label: string; readonly onAgain: () => void };
};

/** What changed since the page was opened, and what to do about it. */
export function Changes({ changes, seen, onShow, again }: Props) {
  const { t, f } = useI18n();
  return (
    <div className="banner" role="alert">
      <strong>{t.decision.changedTitle}</strong>
      <ChangeTable
        changes={changes}
        isOneLine={seen.lines.length === 1}
        currency={seen.value?.currency ?? null}
        t={t}
        f={f}
      />
      {again === undefined ? null : <Button onClick={again.onAgain}>{again.label}</Button>}
      {onShow === undefined ? null : (
        <Button variant="default" size="compact-sm" onClick={onShow}>
          {t.decision.showNew}
        </Button>
      )}
    </div>
  );
}
