'use client';

import { NativeSelect, NumberInput } from '@mantine/core';

import type { ClassPolicy, PlanningSettings } from '#shared/contracts/events/planning-settings.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';

type Props = { readonly settings: PlanningSettings; readonly onChange: (settings: PlanningSettings) => void };

/** One row for each of the nine classes. */
export function ClassTable({ settings, onChange }: Props) {
  const { t } = useI18n();
  const words = t.planning.settings;
  const change = (policy: ClassPolicy) =>
    onChange({
      ...settings,
      classPolicies: settings.classPolicies.map((row) => (nameOf(row) === nameOf(policy) ? policy : row)),
    });
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={words.title}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.classColumn}</th>
            <th scope="col">{words.target}</th>
            <th scope="col">{words.measure}</th>
            <th scope="col">{words.review}</th>
          </tr>
        </thead>
        <tbody>
          {settings.classPolicies.map((policy) => (
            <Row key={nameOf(policy)} policy={policy} onChange={change} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function nameOf({ abcClass, xyzClass }: ClassPolicy): string {
  return abcClass + xyzClass;
}

type RowProps = { readonly policy: ClassPolicy; readonly onChange: (policy: ClassPolicy) => void };

function Row({ policy, onChange }: RowProps) {
  const { t } = useI18n();
  const { may } = useMe();
  const words = t.planning.settings;
  const { measures } = t.planning.policies;
  const name = nameOf(policy);
  // Who may not save may still ask what a change would come to.
  const isDisabled = !may('operator');
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <NumberInput
          aria-label={`${name}: ${words.target}`}
          size="xs"
          w={110}
          min={50}
          max={99.99}
          clampBehavior="strict"
          decimalScale={2}
          suffix=" %"
          disabled={isDisabled}
          value={Math.round(policy.serviceTarget * 1e4) / 100}
          onChange={(value) => {
            if (typeof value === 'number' && value >= 50)
              onChange({ ...policy, serviceTarget: Math.round(value * 100) / 1e4 });
          }}
        />
      </td>
      <td>
        <NativeSelect
          aria-label={`${name}: ${words.measure}`}
          size="xs"
          disabled={isDisabled}
          value={policy.serviceMeasure}
          data={[
            { value: 'cycleServiceLevel', label: measures.cycleServiceLevel },
            { value: 'fillRate', label: measures.fillRate },
          ]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...policy, serviceMeasure: value === 'fillRate' ? 'fillRate' : 'cycleServiceLevel' })
          }
        />
      </td>
      <td>
        <NumberInput
          aria-label={`${name}: ${words.review}`}
          size="xs"
          w={110}
          min={1}
          max={365}
          clampBehavior="strict"
          allowDecimal={false}
          suffix={` ${t.planning.policies.days('').trim()}`}
          disabled={isDisabled}
          value={policy.reviewPeriodDays}
          onChange={(value) => {
            if (typeof value === 'number' && value >= 1) onChange({ ...policy, reviewPeriodDays: value });
          }}
        />
      </td>
    </tr>
  );
}
