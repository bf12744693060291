'use client';

import Link from 'next/link';

import { useI18n } from '#web/lib/i18n.tsx';

type Props = {
  /** What says why there is nothing, and what will fill it. */
  readonly text: string;
  /** Where the list shows without its filters, if filters made it empty. */
  readonly clearHref?: string;
};

/** An empty list: either nothing is there yet, or the filters leave nothing. */
export function EmptyList({ text, clearHref }: Props) {
  const { t } = useI18n();
  return (
    <div className="panel empty">
      <h2>{clearHref === undefined ? t.list.empty : t.list.filtered}</h2>
      <p className="quiet">{text}</p>
      {clearHref === undefined ? null : <Link href={clearHref}>{t.list.clear}</Link>}
    </div>
  );
}
