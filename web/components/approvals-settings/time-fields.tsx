'use client';

import { Group, NativeSelect, Stack } from '@mantine/core';

import { useI18n } from '#web/lib/i18n.tsx';

import type { PolicyFieldsProps } from './limit-fields.tsx';
import { HoursField } from './number-fields.tsx';

const times = [
  ['remindAfterHours', 'remind'],
  ['escalateAfterHours', 'escalate'],
  ['expireAfterHours', 'expire'],
] as const;

/** What happens while nobody decides. */
export function TimeFields({ policy, onChange, isDisabled }: PolicyFieldsProps) {
  const { t } = useI18n();
  const words = t.approvalSettings;
  return (
    <Stack gap="sm">
      <Group gap="md" align="end">
        {times.map(([name, label]) => (
          <HoursField
            key={name}
            label={words[label]}
            value={policy[name]}
            isDisabled={isDisabled}
            onChange={(value) => onChange({ ...policy, [name]: value })}
          />
        ))}
      </Group>
      <p className="quiet small">{words.hoursHint}</p>
      <NativeSelect
        label={words.onExpiry}
        maw={540}
        disabled={isDisabled}
        value={policy.onExpiry}
        data={(['cancel', 'escalate'] as const).map((value) => ({ value, label: words.expiry[value] }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...policy, onExpiry: value === 'escalate' ? 'escalate' : 'cancel' })
        }
      />
    </Stack>
  );
}
