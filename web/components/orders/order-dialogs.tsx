'use client';

import { NativeSelect, TextInput } from '@mantine/core';
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

/** What follows when the change shows: a word about it, the dialog closed, the order read again. */
export function useOrderSaved({ order, onClose, onSaved }: Props) {
  const { t } = useI18n();
  const notify = useNotify();
  return useMemo(
    () => ({
      onSaved: async () => {
        notify(t.orders.done, order.number);
        onClose();
        await onSaved();
      },
    }),
    [t, order.number, onClose, onSaved, notify],
  );
}

/** The supplier confirmed the order. */
export function AcknowledgeDialog(props: Props) {
  const { order, onClose } = props;
  const { t, f } = useI18n();
  const [day, setDay] = useState(() => order.expectedAt ?? f.dayOf(Date.now()));
  const { state, send } = useWrite(
    'PUT /purchase-orders/{purchaseOrderId}/acknowledgement',
    useOrderSaved(props),
  );
  return (
    <DecisionDialog
      title={t.orders.confirmTitle(order.number)}
      confirm={t.orders.confirm}
      onClose={onClose}
      onConfirm={() => {
        if (day !== '' && state.kind !== 'saving')
          void send({ params: { purchaseOrderId: order.purchaseOrderId }, body: { promisedDate: day } });
      }}
    >
      <PromisedDay day={day} onChange={setDay} />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}

/** The promised day moves. */
export function RescheduleDialog(props: Props) {
  const { order, onClose } = props;
  const { t, f } = useI18n();
  const [day, setDay] = useState(() => order.expectedAt ?? f.dayOf(Date.now()));
  const [by, setBy] = useState<'supplier' | 'buyer'>('supplier');
  const { take, ...fields } = useReason();
  const { state, send } = useWrite(
    'PUT /purchase-orders/{purchaseOrderId}/promised-date',
    useOrderSaved(props),
  );
  return (
    <DecisionDialog
      title={t.orders.rescheduleTitle(order.number)}
      confirm={t.orders.reschedule}
      onClose={onClose}
      onConfirm={() => {
        const reason = take();
        if (reason !== undefined && day !== '' && state.kind !== 'saving')
          void send({
            params: { purchaseOrderId: order.purchaseOrderId },
            body: { promisedDate: day, by, reason },
          });
      }}
    >
      <PromisedDay day={day} onChange={setDay} />
      <NativeSelect
        label={t.orders.by}
        value={by}
        data={(['supplier', 'buyer'] as const).map((value) => ({ value, label: t.orders.byWhom[value] }))}
        onChange={(event) => setBy(event.currentTarget.value === 'buyer' ? 'buyer' : 'supplier')}
      />
      <ReasonFields {...fields} />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}

function PromisedDay({ day, onChange }: { readonly day: string; readonly onChange: (day: string) => void }) {
  const { t } = useI18n();
  return (
    <TextInput
      type="date"
      label={t.orders.promised}
      required
      data-autofocus
      value={day}
      error={day === '' ? t.planning.forecast.invalid.day : null}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

type ReasonedProps = Props & {
  readonly endpoint:
    | 'PUT /purchase-orders/{purchaseOrderId}/hold'
    | 'POST /purchase-orders/{purchaseOrderId}/closure';
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
};

/** A change that needs a reason and nothing else. */
export function ReasonedDialog({ endpoint, title, text, confirm, ...props }: ReasonedProps) {
  const { order, onClose } = props;
  const { take, ...fields } = useReason();
  const { state, send } = useWrite(endpoint, useOrderSaved(props));
  return (
    <DecisionDialog
      title={title}
      confirm={confirm}
      isBad
      onClose={onClose}
      onConfirm={() => {
        const reason = take();
        if (reason !== undefined && state.kind !== 'saving')
          void send({ params: { purchaseOrderId: order.purchaseOrderId }, body: { reason } });
      }}
    >
      <p className="small">{text}</p>
      <ReasonFields {...fields} />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}

/** Takes a receipt back, with the stock that it brought. */
export function ReverseDialog({ receiptId, ...props }: Props & { readonly receiptId: string }) {
  const { order, onClose } = props;
  const { t } = useI18n();
  const { take, ...fields } = useReason();
  const { state, send } = useWrite(
    'POST /purchase-orders/{purchaseOrderId}/receipts/{receiptId}/reversal',
    useOrderSaved(props),
  );
  return (
    <DecisionDialog
      title={t.orders.reverseTitle}
      confirm={t.orders.reverse}
      isBad
      onClose={onClose}
      onConfirm={() => {
        const reason = take();
        if (reason !== undefined && state.kind !== 'saving')
          void send({ params: { purchaseOrderId: order.purchaseOrderId, receiptId }, body: { reason } });
      }}
    >
      <p className="small">{t.orders.reverseText}</p>
      <ReasonFields {...fields} />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
