'use client';

import { Checkbox, Group, Stack } from '@mantine/core';

import { useI18n } from '#web/lib/i18n.tsx';

import type { PolicyFieldsProps } from './limit-fields.tsx';
import { MoneyField, ShareField } from './number-fields.tsx';

/** Under which conditions nobody is asked. */
export function AutoFields({ policy, onChange, isDisabled }: PolicyFieldsProps) {
  const { t } = useI18n();
  const words = t.approvalSettings;
  const auto = policy.autoApprove;
  const change = (some: Partial<typeof auto>) => onChange({ ...policy, autoApprove: { ...auto, ...some } });
  return (
    <Stack gap="sm">
      <Checkbox
        label={words.autoOn}
        description={words.autoHint}
        checked={auto.isOn}
        disabled={isDisabled}
        onChange={(event) => change({ isOn: event.currentTarget.checked })}
      />
      {auto.isOn ? (
        <>
          <Group gap="md" align="end">
            <MoneyField
              label={words.maxValue}
              value={auto.maxValueMinor}
              isDisabled={isDisabled}
              onChange={(maxValueMinor) => change({ maxValueMinor })}
            />
            <ShareField
              label={words.maxPriceRise}
              value={auto.maxPriceRise}
              isDisabled={isDisabled}
              onChange={(maxPriceRise) => change({ maxPriceRise })}
            />
          </Group>
          <Checkbox
            label={words.known}
            checked={auto.onlyKnownSupplier}
            disabled={isDisabled}
            onChange={(event) => change({ onlyKnownSupplier: event.currentTarget.checked })}
          />
          <Checkbox
            label={words.maxRiskOn}
            checked={auto.maxStockoutRiskAfter !== null}
            disabled={isDisabled}
            onChange={(event) => change({ maxStockoutRiskAfter: event.currentTarget.checked ? 0.05 : null })}
          />
          {auto.maxStockoutRiskAfter === null ? null : (
            <ShareField
              label={words.maxRisk}
              value={auto.maxStockoutRiskAfter}
              isDisabled={isDisabled}
              onChange={(maxStockoutRiskAfter) => change({ maxStockoutRiskAfter })}
            />
          )}
        </>
      ) : null}
    </Stack>
  );
}
