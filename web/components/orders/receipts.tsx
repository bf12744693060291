'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';

import type { PurchaseOrderDetail } from '#shared/contracts/api/models/purchasing.ts';
import { useI18n } from '#web/lib/i18n.tsx';

import { ReverseDialog } from './order-dialogs.tsx';

type Props = { readonly order: PurchaseOrderDetail; readonly onSaved: () => Promise<void> };

/** What came in, what of it was taken back, and what was delivered otherwise than ordered. */
export function Receipts({ order, onSaved }: Props) {
  const { t, f } = useI18n();
  const [reversing, setReversing] = useState<string | null>(null);
  if (order.receipts.length === 0 && !order.actions.includes('receive')) return null;
  const skuOf = (lineNumber: number) =>
    order.lines.find((line) => line.lineNumber === lineNumber)?.sku ?? String(lineNumber);
  return (
    <section className="panel" aria-labelledby="receipts-title">
      <h2 id="receipts-title">{t.orders.receipts}</h2>
      {order.receipts.length === 0 ? <p className="quiet small">{t.orders.noReceipts}</p> : null}
      <ul className="sequence">
        {order.receipts.map(({ receiptId, receivedAt, receivedBy, lines, reversed }) => (
          <li key={receiptId} className="small">
            <strong>{t.orders.receivedBy(receivedBy.id, f.dateTime(receivedAt))}</strong>:{' '}
            {lines
              .map(({ lineNumber, quantity }) => `${f.number(quantity)} × ${skuOf(lineNumber)}`)
              .join(', ')}{' '}
            {reversed === null ? null : (
              <span className="tag" data-tone="warn">
                {t.orders.reversedBy(reversed.by.id, f.dateTime(reversed.at))}
              </span>
            )}
            {reversed === null && order.actions.includes('reverseReceipt') ? (
              <Button size="compact-xs" variant="default" onClick={() => setReversing(receiptId)}>
                {t.orders.reverse}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {order.discrepancies.length === 0 ? null : (
        <>
          <h3>{t.orders.discrepancies}</h3>
          <ul className="sequence">
            {order.discrepancies.map(({ lineNumber, kind, quantity, recordedAt }) => (
              <li key={`${recordedAt}${lineNumber}${kind}`} className="small">
                {f.number(quantity)} × {skuOf(lineNumber)}: {t.orders.discrepancy[kind]},{' '}
                <time dateTime={recordedAt}>{f.dateTime(recordedAt)}</time>
              </li>
            ))}
          </ul>
        </>
      )}
      {reversing === null ? null : (
        <ReverseDialog
          order={order}
          receiptId={reversing}
          onClose={() => setReversing(null)}
          onSaved={onSaved}
        />
      )}
    </section>
  );
}
