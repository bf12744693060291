'use client';

import type { TimelineEntry } from '#shared/contracts/api/models/audit.ts';
import { Payload } from '#web/components/audit/payload.tsx';
import { reasonText } from '#web/components/parts/reason-text.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import type { Messages } from '#web/messages/en.ts';

import styles from './timeline.module.css';

/** What happened to an order, oldest first: events with who and why, and the steps of its workflow between them. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const { t, f } = useI18n();
  return (
    <ol className={styles['timeline']}>
      {entries.map((entry) => (
        <li key={`${entry.kind}-${entry.id}`} data-kind={entry.kind}>
          <time dateTime={entry.at}>{f.dateTime(entry.at)}</time>
          <span>
            <span className="tag" data-tone="quiet">
              {entry.kind === 'workflow' ? t.orders.workflow : t.orders.event}
            </span>{' '}
            <strong>{nameOf(entry, t)}</strong>
            {[entry.actorName ?? entry.actor?.id, reasonText(entry.reason, t)].map((text) =>
              text === undefined ? '' : ` · ${text}`,
            )}
            {entry.summary === entry.type ? null : <span className="quiet"> {entry.summary}</span>}
            {entry.kind === 'event' ? <Payload value={entry.payload} /> : null}
          </span>
        </li>
      ))}
    </ol>
  );
}

function nameOf({ kind, type, state }: TimelineEntry, t: Messages): string {
  // Types that this version does not know keep their own name.
  const names: Readonly<Record<string, string>> = t.events;
  return kind === 'workflow' ? (state ?? type) : (names[type] ?? type);
}
