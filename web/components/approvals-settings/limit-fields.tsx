'use client';

import { Checkbox, Group, Stack } from '@mantine/core';

import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import { useI18n } from '#web/lib/i18n.tsx';

import { MoneyField } from './number-fields.tsx';

/** What the fields of a policy are given. */
export type PolicyFieldsProps = {
  readonly policy: ApprovalPolicy;
  readonly onChange: (policy: ApprovalPolicy) => void;
  readonly isDisabled: boolean;
};

/** Who approves up to which value, alone or as one of two. */
export function LimitFields({ policy, onChange, isDisabled }: PolicyFieldsProps) {
  const { t } = useI18n();
  const words = t.approvalSettings;
  const { limitMinorByRole: limits, selfLimitMinor, dualAboveMinor } = policy;
  const setLimit = (change: Partial<typeof limits>) =>
    onChange({ ...policy, limitMinorByRole: { ...limits, ...change } });
  return (
    <Stack gap="sm">
      <Group gap="md" align="end">
        {(['operator', 'approver'] as const).map((role) => (
          <MoneyField
            key={role}
            label={words[role]}
            value={limits[role]}
            isDisabled={isDisabled}
            onChange={(value) => setLimit({ [role]: value })}
          />
        ))}
        <MoneyField
          label={words.self}
          description={words.selfHint}
          value={selfLimitMinor}
          isDisabled={isDisabled}
          onChange={(value) => onChange({ ...policy, selfLimitMinor: value })}
        />
      </Group>
      <Checkbox
        label={words.adminLimited}
        checked={limits.admin !== null}
        disabled={isDisabled}
        onChange={(event) => setLimit({ admin: event.currentTarget.checked ? limits.approver : null })}
      />
      {limits.admin === null ? null : (
        <MoneyField
          label={words.admin}
          value={limits.admin}
          isDisabled={isDisabled}
          onChange={(value) => setLimit({ admin: value })}
        />
      )}
      <Checkbox
        label={words.dual}
        checked={dualAboveMinor !== null}
        disabled={isDisabled}
        onChange={(event) =>
          onChange({ ...policy, dualAboveMinor: event.currentTarget.checked ? limits.approver : null })
        }
      />
      {dualAboveMinor === null ? null : (
        <MoneyField
          label={words.dualAbove}
          value={dualAboveMinor}
          isDisabled={isDisabled}
          onChange={(value) => onChange({ ...policy, dualAboveMinor: value })}
        />
      )}
    </Stack>
  );
}
