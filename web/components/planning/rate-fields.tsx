'use client';

import { Group, NumberInput } from '@mantine/core';

import type { PlanningSettings } from '#shared/contracts/events/planning-settings.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';

type Props = { readonly settings: PlanningSettings; readonly onChange: (settings: PlanningSettings) => void };

/** What stock and shortages cost, and how steady levels are. */
export function RateFields({ settings, onChange }: Props) {
  const { t } = useI18n();
  const { may } = useMe();
  const words = t.planning.settings;
  const shares = [
    ['holdingCostRate', words.holding, 500],
    ['grossMarginRate', words.margin, 99],
    ['leastChangeShare', words.leastShare, 100],
  ] as const;
  return (
    <Group gap="md" align="end">
      {shares.map(([name, label, most]) => (
        <NumberInput
          key={name}
          label={label}
          w={250}
          min={0}
          max={most}
          clampBehavior="strict"
          decimalScale={1}
          suffix=" %"
          disabled={!may('operator')}
          value={Math.round(settings[name] * 1000) / 10}
          onChange={(value) => {
            if (typeof value === 'number') onChange({ ...settings, [name]: Math.round(value * 10) / 1000 });
          }}
        />
      ))}
      <NumberInput
        label={words.leastUnits}
        w={250}
        min={0}
        disabled={!may('operator')}
        value={settings.leastChangeUnits}
        onChange={(value) => {
          if (typeof value === 'number') onChange({ ...settings, leastChangeUnits: value });
        }}
      />
    </Group>
  );
}
