'use client';

import { NumberInput } from '@mantine/core';

import { minorUnits } from '#web/lib/formats.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';

type Props = {
  readonly label: string;
  readonly description?: string;
  readonly value: number;
  readonly isDisabled: boolean;
  readonly onChange: (value: number) => void;
};

/** An amount in the workspace's currency; `value` is in minor units. */
export function MoneyField({ label, description, value, isDisabled, onChange }: Props) {
  const { currency } = useMe().membership;
  const units = minorUnits(currency);
  return (
    <NumberInput
      label={label}
      description={description}
      w={260}
      min={0}
      max={1_000_000_000}
      clampBehavior="strict"
      decimalScale={Math.round(Math.log10(units))}
      thousandSeparator=" "
      suffix={` ${currency}`}
      disabled={isDisabled}
      value={value / units}
      onChange={(major) => {
        if (typeof major === 'number') onChange(Math.round(major * units));
      }}
    />
  );
}

/** A share, written in percent. */
export function ShareField({ label, description, value, isDisabled, onChange }: Props) {
  return (
    <NumberInput
      label={label}
      description={description}
      w={260}
      min={0}
      max={100}
      clampBehavior="strict"
      decimalScale={1}
      suffix=" %"
      disabled={isDisabled}
      value={Math.round(value * 1000) / 10}
      onChange={(percent) => {
        if (typeof percent === 'number') onChange(Math.round(percent * 10) / 1000);
      }}
    />
  );
}

/** Whole hours, at most a week. */
export function HoursField({ label, description, value, isDisabled, onChange }: Props) {
  const { t } = useI18n();
  return (
    <NumberInput
      label={label}
      description={description}
      w={260}
      min={1}
      max={168}
      clampBehavior="strict"
      allowDecimal={false}
      suffix={` ${t.approvalSettings.hours}`}
      disabled={isDisabled}
      value={value}
      onChange={(hours) => {
        if (typeof hours === 'number' && hours >= 1) onChange(hours);
      }}
    />
  );
}
