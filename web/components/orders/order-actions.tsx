'use client';

import { Button, Menu } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';

import type { OrderAction, PurchaseOrderDetail } from '#shared/contracts/api/models/purchasing.ts';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { CancelDialog } from './cancel-dialog.tsx';
import { AcknowledgeDialog, ReasonedDialog, RescheduleDialog, useOrderSaved } from './order-dialogs.tsx';
import { ReceiveDialog } from './receive-dialog.tsx';

type Props = { readonly order: PurchaseOrderDetail; readonly onSaved: () => Promise<void> };
type Asked = 'receive' | 'cancel' | 'acknowledge' | 'reschedule' | 'hold' | 'closeShort';

/** What the caller may do with the order now; the likeliest as buttons, the rest in a menu. */
export function OrderActions({ order, onSaved }: Props) {
  const { t } = useI18n();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const may = (action: OrderAction) => order.actions.includes(action);
  const release = useWrite(
    'DELETE /purchase-orders/{purchaseOrderId}/hold',
    useOrderSaved({ order, onClose: close, onSaved }),
  );
  return (
    <div className="tools">
      <WriteNote state={release.state} />
      {may('decide') && order.approvalId !== null ? (
        <Button component={Link} href={`/approvals/${order.approvalId}`}>
          {t.orders.decide}
        </Button>
      ) : null}
      {may('receive') ? <Button onClick={() => setAsked('receive')}>{t.orders.receive}</Button> : null}
      {may('release') ? (
        <Button
          loading={release.state.kind === 'saving'}
          onClick={() => void release.send({ params: { purchaseOrderId: order.purchaseOrderId } })}
        >
          {t.orders.release}
        </Button>
      ) : null}
      <More order={order} onAsk={setAsked} />
      <Dialog asked={asked} order={order} onClose={close} onSaved={onSaved} />
    </div>
  );
}

function More({
  order,
  onAsk,
}: {
  readonly order: PurchaseOrderDetail;
  readonly onAsk: (asked: Asked) => void;
}) {
  const { t } = useI18n();
  const choices = [
    ['acknowledge', t.orders.confirm],
    ['reschedule', t.orders.reschedule],
    ['hold', t.orders.hold],
    ['closeShort', t.orders.closeShort],
    ['cancel', t.orders.cancelOrder],
  ] as const;
  const open = choices.filter(([action]) => order.actions.includes(action));
  if (open.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">{t.orders.more}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {open.map(([action, label]) => (
          <Menu.Item key={action} onClick={() => onAsk(action)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

type DialogProps = Props & { readonly asked: Asked | null; readonly onClose: () => void };

function Dialog({ asked, ...props }: DialogProps) {
  const { t } = useI18n();
  const { number } = props.order;
  switch (asked) {
    case 'receive':
      return <ReceiveDialog {...props} />;
    case 'cancel':
      return <CancelDialog {...props} />;
    case 'acknowledge':
      return <AcknowledgeDialog {...props} />;
    case 'reschedule':
      return <RescheduleDialog {...props} />;
    case 'hold':
      return (
        <ReasonedDialog
          {...props}
          endpoint="PUT /purchase-orders/{purchaseOrderId}/hold"
          title={t.orders.holdTitle(number)}
          text={t.orders.holdText}
          confirm={t.orders.hold}
        />
      );
    case 'closeShort':
      return (
        <ReasonedDialog
          {...props}
          endpoint="POST /purchase-orders/{purchaseOrderId}/closure"
          title={t.orders.closeShortTitle(number)}
          text={t.orders.closeShortText}
          confirm={t.orders.closeShort}
        />
      );
    default:
      return null;
  }
}
