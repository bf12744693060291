'use client';

import { Button, Checkbox, NumberInput } from '@mantine/core';
import { useState } from 'react';

import { useI18n } from '#web/lib/i18n.tsx';

import { DecisionDialog } from './decision-dialog.tsx';
import styles from './decision.module.css';
import type { DecisionBody } from './decisions.tsx';
import { ReasonFields, useReason } from './reason-fields.tsx';
import type { Seen, SeenLine } from './seen.ts';

type Props = {
  readonly seen: Seen;
  readonly onClose: () => void;
  readonly onDecide: (decision: Pick<DecisionBody, 'decision' | 'reason' | 'lines' | 'alsoApprove'>) => void;
};

/** Changes quantities, with a reason; approves the change too if the person's limit covers it. */
export function AmendDialog({ seen, onClose, onDecide }: Props) {
  const { t, f } = useI18n();
  const [quantities, setQuantities] = useState<ReadonlyMap<number, number>>(new Map());
  const [alsoApprove, setAlsoApprove] = useState(true);
  const [isAsked, setIsAsked] = useState(false);
  const { take, ...fields } = useReason();
  const quantityOf = ({ lineNumber, quantity }: SeenLine) => quantities.get(lineNumber) ?? quantity;
  const changed = seen.lines.filter((line) => quantityOf(line) !== line.quantity);
  const valueMinor = seen.lines.reduce(
    (sum, line) => sum + Math.round(quantityOf(line) * (line.unitPriceMinor ?? 0)),
    0,
  );
  const isCovered = valueMinor <= seen.limitMinor;
  const wrong =
    changed.length === 0
      ? t.decision.nothingAmended
      : seen.lines.every((line) => quantityOf(line) === 0)
        ? t.decision.allDropped
        : null;
  const confirm = () => {
    setIsAsked(true);
    const reason = take();
    if (reason === undefined || wrong !== null) return;
    const lines = changed.map((line) => ({ lineNumber: line.lineNumber, quantity: quantityOf(line) }));
    onDecide({ decision: 'amend', reason, lines, alsoApprove: alsoApprove && isCovered });
  };
  const set = (line: SeenLine, quantity: number) =>
    setQuantities(new Map(quantities).set(line.lineNumber, Math.max(0, quantity)));
  return (
    <DecisionDialog
      title={t.decision.amendTitle(seen.number)}
      confirm={t.decision.confirmAmend}
      onClose={onClose}
      onConfirm={confirm}
    >
      {seen.lines.map((line) => (
        <QuantityField
          key={line.lineNumber}
          line={line}
          quantity={quantityOf(line)}
          onChange={(quantity) => set(line, quantity)}
        />
      ))}
      {isAsked && wrong !== null ? (
        <p className="small" role="alert" style={{ color: 'var(--sm-bad)' }}>
          {wrong}
        </p>
      ) : null}
      {seen.value === null ? null : (
        <p role="status">{t.decision.newValue(f.money(valueMinor, seen.value.currency))}</p>
      )}
      <Checkbox
        label={t.decision.alsoApprove}
        description={
          isCovered || seen.value === null
            ? undefined
            : t.decision.alsoApproveOver(f.roundMoney(seen.limitMinor, seen.value.currency))
        }
        checked={alsoApprove && isCovered}
        disabled={!isCovered}
        onChange={(event) => setAlsoApprove(event.currentTarget.checked)}
      />
      <ReasonFields {...fields} />
    </DecisionDialog>
  );
}

type FieldProps = {
  readonly line: SeenLine;
  readonly quantity: number;
  readonly onChange: (quantity: number) => void;
};

function QuantityField({ line, quantity, onChange }: FieldProps) {
  const { t } = useI18n();
  const { productName, lineNumber, unit } = line;
  const id = `quantity-${lineNumber}`;
  return (
    <div>
      <label htmlFor={id} className="small">
        {t.decision.quantityOf(productName)} ({unit}). <span className="quiet">{t.decision.dropHint}</span>
      </label>
      <div className={styles['quantity']}>
        <Button
          variant="default"
          px={0}
          h={44}
          aria-label={t.decision.less(productName)}
          onClick={() => onChange(quantity - 1)}
        >
          −
        </Button>
        <NumberInput
          id={id}
          hideControls
          min={0}
          decimalScale={3}
          value={quantity}
          onChange={(value) => onChange(Number(value) || 0)}
          styles={{ input: { height: 44, textAlign: 'center' } }}
        />
        <Button
          variant="default"
          px={0}
          h={44}
          aria-label={t.decision.more(productName)}
          onClick={() => onChange(quantity + 1)}
        >
          +
        </Button>
      </div>
    </div>
  );
}
