'use client';

import { NativeSelect, NumberInput } from '@mantine/core';
import { useState } from 'react';

import { useI18n } from '#web/lib/i18n.tsx';

import type { StockItem } from './stock-item.ts';

/** A quantity that is being given, in one of the product's units. */
export function useQuantity({ codes }: StockItem, start: number | '' = '') {
  const [amount, setAmount] = useState<number | ''>(start);
  const [unit, setUnit] = useState(codes.unit);
  const [isAsked, setIsAsked] = useState(false);
  /** The quantity with its unit, or undefined after showing what is missing; `least`: what is too little. */
  const take = (isZeroToo: boolean): { readonly quantity: number; readonly unit: string } | undefined => {
    setIsAsked(true);
    if (amount === '' || amount < 0 || (amount === 0 && !isZeroToo)) return undefined;
    return { quantity: amount, unit };
  };
  return { amount, setAmount, unit, setUnit, isAsked, take, codes };
}

type Props = Omit<ReturnType<typeof useQuantity>, 'take'> & {
  readonly label: string;
  readonly isZeroToo?: boolean;
};

/** How many, and of what where the product comes in several units. */
export function QuantityFields(props: Props) {
  const { amount, setAmount, unit, setUnit, isAsked, codes, label, isZeroToo = false } = props;
  const { t } = useI18n();
  const words = t.stock;
  const isWrong = amount === '' || amount < 0 || (amount === 0 && !isZeroToo);
  const units = [codes.unit, ...codes.units.map((each) => each.unit)];
  return (
    <>
      <NumberInput
        label={units.length === 1 ? `${label} (${unit})` : label}
        required
        data-autofocus
        min={0}
        decimalScale={3}
        value={amount}
        error={isAsked && isWrong ? (isZeroToo ? words.countNeeded : words.quantityNeeded) : null}
        onChange={(value) => setAmount(typeof value === 'number' ? value : '')}
      />
      {units.length === 1 ? null : (
        <NativeSelect
          label={words.unit}
          value={unit}
          data={units}
          onChange={(event) => setUnit(event.currentTarget.value)}
        />
      )}
    </>
  );
}
