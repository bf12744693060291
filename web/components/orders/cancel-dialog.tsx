'use client';

import { useMemo } from 'react';

import type { PurchaseOrderDetail } from '#shared/contracts/api/models/purchasing.ts';
import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { ReasonFields, useReason } from '#web/components/decision/reason-fields.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useNotify } from '#web/lib/use-notify.ts';
import { useWrite } from '#web/lib/use-write.ts';

type Props = {
  readonly order: PurchaseOrderDetail;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<void>;
};

/** Calls an order off, with a reason. */
export function CancelDialog({ order, onClose, onSaved }: Props) {
  const { t } = useI18n();
  const { take, ...fields } = useReason();
  const notify = useNotify();
  const steps = useMemo(
    () => ({
      onSaved: async () => {
        notify(t.orders.orderCancelled, order.number);
        onClose();
        await onSaved();
      },
    }),
    [t, order.number, onClose, onSaved, notify],
  );
  const { state, send } = useWrite('POST /purchase-orders/{purchaseOrderId}/cancellation', steps);
  const confirm = () => {
    const reason = take();
    if (reason !== undefined && state.kind !== 'saving')
      void send({ params: { purchaseOrderId: order.purchaseOrderId }, body: { reason } });
  };
  return (
    <DecisionDialog
      title={t.orders.cancelTitle(order.number)}
      confirm={t.orders.cancelOrder}
      isBad
      onClose={onClose}
      onConfirm={confirm}
    >
      <p className="small">{t.orders.cancelText}</p>
      <ReasonFields {...fields} />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
