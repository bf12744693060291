'use client';

import { Group, NumberInput } from '@mantine/core';
import { useMemo, useState } from 'react';

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

/** Records what came in of an order, line by line. */
export function ReceiveDialog({ order, onClose, onSaved }: Props) {
  const { t, f } = useI18n();
  const open = order.lines.filter((line) => line.receivedQuantity < line.quantity);
  const [received, setReceived] = useState<ReadonlyMap<number, number>>(new Map());
  const [rejected, setRejected] = useState<ReadonlyMap<number, number>>(new Map());
  const { take, ...reasonFields } = useReason();
  const [isAsked, setIsAsked] = useState(false);
  const notify = useNotify();
  const steps = useMemo(
    () => ({
      onSaved: async () => {
        notify(t.orders.goodsRecorded, order.number);
        onClose();
        await onSaved();
      },
    }),
    [t, order.number, onClose, onSaved, notify],
  );
  const { state, send } = useWrite('POST /purchase-orders/{purchaseOrderId}/receipts', steps);
  const lines = open
    .map(({ lineNumber }) => ({
      lineNumber,
      quantity: received.get(lineNumber) ?? 0,
      rejectedQuantity: rejected.get(lineNumber) ?? 0,
    }))
    .filter(({ quantity, rejectedQuantity }) => quantity + rejectedQuantity > 0);
  const isRejecting = lines.some(({ rejectedQuantity }) => rejectedQuantity > 0);
  const confirm = () => {
    setIsAsked(true);
    const reason = isRejecting ? take() : null;
    if (lines.length === 0 || reason === undefined || state.kind === 'saving') return;
    void send({
      params: { purchaseOrderId: order.purchaseOrderId },
      body: { lines, ...(reason === null ? {} : { reason }) },
    });
  };
  return (
    <DecisionDialog
      title={t.orders.receiveTitle(order.number)}
      confirm={state.kind === 'saving' ? t.write.saving : t.orders.receiveNow}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p className="small">{t.orders.receiveHint}</p>
      {open.map(({ lineNumber, productName, sku, unit, quantity, receivedQuantity }) => (
        <Group key={lineNumber} align="end" gap="xs" wrap="nowrap">
          <NumberInput
            hideControls
            min={0}
            decimalScale={3}
            style={{ flex: 1 }}
            label={`${productName} (${sku})`}
            description={t.orders.toCome(`${f.number(quantity - receivedQuantity)} ${unit}`)}
            value={received.get(lineNumber) ?? ''}
            onChange={(value) => setReceived(new Map(received).set(lineNumber, Number(value) || 0))}
          />
          <NumberInput
            hideControls
            min={0}
            decimalScale={3}
            w={120}
            label={t.orders.rejectedQuantity}
            title={t.orders.rejectedHint}
            value={rejected.get(lineNumber) ?? ''}
            onChange={(value) => setRejected(new Map(rejected).set(lineNumber, Number(value) || 0))}
          />
        </Group>
      ))}
      {isRejecting ? <ReasonFields {...reasonFields} /> : null}
      {isAsked && lines.length === 0 ? (
        <p className="small" role="alert" style={{ color: 'var(--sm-bad)' }}>
          {t.orders.nothingEntered}
        </p>
      ) : null}
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
