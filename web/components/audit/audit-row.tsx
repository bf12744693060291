'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';

import type { AuditEntry } from '#shared/contracts/api/models/audit.ts';
import { reasonText } from '#web/components/parts/reason-text.ts';
import { useI18n } from '#web/lib/i18n.tsx';

/** One entry of the trail: who, what, about what, why; the rest unfolds below it. */
export function AuditRow({ entry }: { readonly entry: AuditEntry }) {
  const { t, f } = useI18n();
  const [isOpen, setIsOpen] = useState(false);
  const orderId = orderOf(entry);
  const { eventId, actor, reason } = entry;
  const names: Readonly<Record<string, string>> = t.events;
  return (
    <>
      <tr id={`event-${eventId}`}>
        <td>
          <time dateTime={entry.recordedAt}>{f.dateTime(entry.recordedAt)}</time>
        </td>
        <td>
          {entry.actorName}
          {actor.kind === 'user' ? '' : <span className="quiet small"> ({t.audit.machine[actor.kind]})</span>}
        </td>
        <td>{names[entry.type] ?? entry.type}</td>
        <td>
          {orderId === null ? (
            entry.subject
          ) : (
            <Link href={`/purchase-orders/${orderId}`}>{entry.subject}</Link>
          )}
        </td>
        <td>{reasonText(reason, t)}</td>
        <td>
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={isOpen}
            aria-controls={`more-${eventId}`}
            aria-label={`${t.audit.show}: ${names[entry.type] ?? entry.type}, ${entry.subject}`}
            onClick={() => setIsOpen(!isOpen)}
          >
            {isOpen ? '−' : '+'}
          </Button>
        </td>
      </tr>
      {isOpen ? (
        <tr id={`more-${eventId}`}>
          <td colSpan={6}>
            <Details entry={entry} orderId={orderId} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Details({ entry, orderId }: { readonly entry: AuditEntry; readonly orderId: string | null }) {
  const { t } = useI18n();
  const facts = [
    [t.audit.eventId, entry.eventId],
    [t.audit.factsHash, entry.factsHash],
    [t.audit.execution, entry.executionId],
  ] as const;
  return (
    <>
      <dl className="small" style={{ overflowWrap: 'anywhere' }}>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt className="quiet" style={{ display: 'inline' }}>
                {name}{' '}
              </dt>
              <dd style={{ display: 'inline' }}>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {orderId === null ? null : (
        <p className="small">
          <Link href={`/purchase-orders/${orderId}`}>{t.audit.openOrder}</Link> ·{' '}
          <Link href={`/audit?purchaseOrderId=${orderId}`}>{t.audit.allOfOrder}</Link>
        </p>
      )}
      <pre className="code" tabIndex={0} aria-label={t.audit.payload}>
        {JSON.stringify(entry.payload, null, 2)}
      </pre>
    </>
  );
}

/** The order an entry is about: its own stream, or the one its payload names. */
function orderOf({ streamType, streamId, payload }: AuditEntry): string | null {
  if (streamType === 'purchaseOrder') return streamId;
  if (typeof payload !== 'object' || payload === null || !('purchaseOrderId' in payload)) return null;
  return typeof payload.purchaseOrderId === 'string' ? payload.purchaseOrderId : null;
}
