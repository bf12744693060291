'use client';

import type { PurchaseOrderStatus } from '#shared/contracts/api/models/purchasing.ts';
import { useI18n } from '#web/lib/i18n.tsx';

const tones: Partial<Record<PurchaseOrderStatus, string>> = {
  PendingApproval: 'warn',
  PartiallyReceived: 'warn',
  OnHold: 'warn',
  Approved: 'good',
  Issued: 'good',
  Acknowledged: 'good',
  Received: 'good',
  Rejected: 'bad',
  Cancelled: 'quiet',
  Superseded: 'quiet',
  Closed: 'quiet',
};

/** Where an order stands, in words. */
export function StatusTag({ status }: { readonly status: PurchaseOrderStatus }) {
  const { t } = useI18n();
  return (
    <span className="tag" data-tone={tones[status]}>
      {t.status[status]}
    </span>
  );
}
