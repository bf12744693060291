'use client';

import { Button, Group, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';

import { addDays, daysBetween, minorUnits } from '#web/lib/formats.ts';
import { useI18n } from '#web/lib/i18n.tsx';

import { DecisionDialog } from './decision-dialog.tsx';
import type { DecisionBody } from './decisions.tsx';
import { ReasonFields, useReason } from './reason-fields.tsx';
import type { Seen } from './seen.ts';

type Props = {
  readonly seen: Seen;
  readonly onClose: () => void;
  readonly onDecide: (decision: Pick<DecisionBody, 'decision' | 'reason' | 'wake'>) => void;
};

/** Puts the decision off to a day, saying what that will probably cost. */
export function PostponeDialog({ seen, onClose, onDecide }: Props) {
  const { t, f } = useI18n();
  // The dialog opens by a click or a key: there is no server render to agree with.
  const [today] = useState(() => f.dayOf(Date.now()));
  const [until, setUntil] = useState(() => addDays(today, 7));
  const [wake, setWake] = useState<Earlier>({});
  const { take, ...fields } = useReason();
  const isPast = until <= today;
  const confirm = () => {
    const reason = take();
    if (reason !== undefined && !isPast) onDecide({ decision: 'postpone', reason, wake: { until, ...wake } });
  };
  const presets = [
    [t.decision.presets.tomorrow, addDays(today, 1)],
    [t.decision.presets.monday, nextMonday(today)],
    [t.decision.presets.week, addDays(today, 7)],
  ] as const;
  return (
    <DecisionDialog
      title={t.decision.postponeTitle(seen.number)}
      confirm={t.decision.confirmPostpone(f.day(until))}
      onClose={onClose}
      onConfirm={confirm}
    >
      <TextInput
        type="date"
        label={t.decision.until}
        required
        min={addDays(today, 1)}
        value={until}
        error={isPast ? t.decision.untilPast : null}
        onChange={(event) => setUntil(event.currentTarget.value === '' ? today : event.currentTarget.value)}
      />
      <Group gap="xs">
        {presets.map(([label, day]) => (
          <Button
            key={label}
            size="compact-sm"
            variant={day === until ? 'light' : 'default'}
            aria-pressed={day === until}
            onClick={() => setUntil(day)}
          >
            {label}
          </Button>
        ))}
      </Group>
      <p className="small" role="status">
        {consequence(seen, daysBetween(today, until), { t, f })}
      </p>
      <EarlierFields wake={wake} currency={seen.value?.currency ?? null} onChange={setWake} />
      <ReasonFields {...fields} />
    </DecisionDialog>
  );
}

type Earlier = Omit<NonNullable<DecisionBody['wake']>, 'until'>;
type EarlierProps = {
  readonly wake: Earlier;
  /** Null: amounts are not shown to this person. */
  readonly currency: string | null;
  readonly onChange: (wake: Earlier) => void;
};

/** What brings the order back before its day. */
function EarlierFields({ wake, currency, onChange }: EarlierProps) {
  const { t } = useI18n();
  const words = t.decision.earlier;
  const set = (name: keyof Earlier, value: number | null) => {
    const { [name]: _before, ...others } = wake;
    onChange(value === null ? others : { ...others, [name]: value });
  };
  const orNull = (value: string | number) => (typeof value === 'number' ? value : null);
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <legend className="small">{words.title}</legend>
      <Group gap="xs" align="end">
        <NumberInput
          label={words.risk}
          w={130}
          min={0}
          max={100}
          suffix=" %"
          hideControls
          onChange={(value) => {
            const percent = orNull(value);
            set('riskAbove', percent === null ? null : percent / 100);
          }}
        />
        <NumberInput
          label={words.position}
          w={130}
          min={0}
          hideControls
          onChange={(value) => set('positionBelow', orNull(value))}
        />
        {currency === null ? null : (
          <NumberInput
            label={words.basket(currency)}
            w={150}
            min={0}
            hideControls
            onChange={(value) => {
              const amount = orNull(value);
              set('basketAboveMinor', amount === null ? null : Math.round(amount * minorUnits(currency)));
            }}
          />
        )}
      </Group>
    </fieldset>
  );
}

function consequence(
  seen: Seen,
  days: number,
  { t, f }: Pick<ReturnType<typeof useI18n>, 't' | 'f'>,
): string {
  const known = seen.lines.filter(({ costOfWaiting }) => costOfWaiting.length > 0);
  // The step at or after the day: rather too much than too little.
  const cost = known.reduce(
    (sum, { costOfWaiting }) =>
      sum +
      (costOfWaiting.find((step) => step.days >= days) ?? costOfWaiting.at(-1) ?? { amountMinor: 0 })
        .amountMinor,
    0,
  );
  const risk = Math.max(...seen.lines.map(({ stockoutRiskWait7 }) => stockoutRiskWait7 ?? 0));
  const parts = [
    seen.value === null || known.length === 0
      ? null
      : t.decision.waitingCosts(f.roundMoney(cost, seen.value.currency)),
    risk === 0 ? null : t.decision.waitingRisk(f.percent(risk)),
  ];
  return parts.filter((part) => part !== null).join(' ');
}

function nextMonday(today: string): string {
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  return addDays(today, (8 - weekday) % 7 || 7);
}
