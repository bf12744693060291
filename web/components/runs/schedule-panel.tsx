'use client';

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';

import type { ForecastSchedule } from '#shared/contracts/api/models/planning.ts';
import { DecisionDialog } from '#web/components/decision/decision-dialog.tsx';
import { ReasonFields, useReason } from '#web/components/decision/reason-fields.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { addDays } from '#web/lib/formats.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';
import { useWrite } from '#web/lib/use-write.ts';

/** When the nightly run runs next, or why it does not. */
export function SchedulePanel({ schedule }: { readonly schedule: ForecastSchedule }) {
  const { t, f } = useI18n();
  const { may } = useMe();
  const words = t.planning.schedule;
  const [isPausing, setIsPausing] = useState(false);
  const resume = useWrite('PUT /forecast-schedule', useSaved(words.saved));
  const isPaused = schedule.status === 'paused';
  return (
    <section className="panel head" aria-labelledby="schedule-title">
      <div>
        <h2 id="schedule-title">
          {words.title}{' '}
          {isPaused ? (
            <span className="tag" data-tone="warn">
              {words.paused}
            </span>
          ) : null}
        </h2>
        {isPaused ? (
          <Pause schedule={schedule} />
        ) : (
          <p className="small">
            {words.running(schedule.nightlyAt, schedule.timeZone)} {words.next}:{' '}
            {schedule.nextRuns.map((instant) => f.dateTime(instant)).join(' · ')}
          </p>
        )}
        <WriteNote state={resume.state} />
      </div>
      {!may('approver') ? null : isPaused ? (
        <Button
          variant="default"
          loading={resume.state.kind === 'saving'}
          onClick={() => void resume.send({ body: { status: 'running' } })}
        >
          {words.resume}
        </Button>
      ) : (
        <Button variant="default" onClick={() => setIsPausing(true)}>
          {words.pause}
        </Button>
      )}
      {isPausing ? <PauseDialog onClose={() => setIsPausing(false)} /> : null}
    </section>
  );
}

function Pause({ schedule }: { readonly schedule: ForecastSchedule }) {
  const { t, f } = useI18n();
  const words = t.planning.schedule;
  const { reason, pausedBy, pausedAt, pausedUntil } = schedule;
  const parts = [
    reason === null
      ? null
      : `${t.reasons[reason.code]}${reason.text === undefined ? '' : `: ${reason.text}`}`,
    pausedBy === null || pausedAt === null ? null : words.pausedBy(pausedBy.id, f.dateTime(pausedAt)),
    pausedUntil === null ? words.untilResumed : words.until(f.fullDay(pausedUntil)),
  ];
  return <p className="small">{parts.filter((part) => part !== null).join(' · ')}</p>;
}

function PauseDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, f } = useI18n();
  const words = t.planning.schedule;
  const [today] = useState(() => f.dayOf(Date.now()));
  const [until, setUntil] = useState('');
  const { take, ...fields } = useReason();
  const { state, send } = useWrite('PUT /forecast-schedule', useSaved(words.saved, onClose));
  return (
    <DecisionDialog
      title={words.pauseTitle}
      confirm={words.pause}
      onClose={onClose}
      onConfirm={() => {
        const reason = take();
        if (reason !== undefined && state.kind !== 'saving')
          void send({ body: { status: 'paused', until: until === '' ? null : until, reason } });
      }}
    >
      <p className="small">{words.pauseText}</p>
      <TextInput
        type="date"
        label={words.firstDay}
        description={words.firstDayHint}
        min={addDays(today, 1)}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <ReasonFields {...fields} />
      <WriteNote state={state} />
    </DecisionDialog>
  );
}
