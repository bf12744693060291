'use client';

import { Button, Group } from '@mantine/core';
import { useState } from 'react';

import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { AutoFields } from './auto-fields.tsx';
import { LimitFields } from './limit-fields.tsx';
import { TimeFields } from './time-fields.tsx';

/** The policy as it is and as it is being changed; everybody reads it, admins save. */
export function PolicyForm({ saved }: { readonly saved: ApprovalPolicy }) {
  const { t } = useI18n();
  const { may } = useMe();
  const words = t.approvalSettings;
  const [draft, setDraft] = useState(saved);
  const { state, send } = useWrite('PUT /approval-policies', useSaved(words.saved));
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved);
  const { remindAfterHours, escalateAfterHours, expireAfterHours } = draft;
  const isInOrder = remindAfterHours <= escalateAfterHours && escalateAfterHours <= expireAfterHours;
  const fields = { policy: draft, onChange: setDraft, isDisabled: !may('admin') };
  return (
    <>
      <section className="panel" aria-labelledby="limits-title">
        <h2 id="limits-title">{words.limits}</h2>
        <LimitFields {...fields} />
      </section>
      <section className="panel" aria-labelledby="auto-title">
        <h2 id="auto-title">{words.auto}</h2>
        <AutoFields {...fields} />
      </section>
      <section className="panel" aria-labelledby="waiting-title">
        <h2 id="waiting-title">{words.waiting}</h2>
        <TimeFields {...fields} />
      </section>
      <Group gap="xs">
        {may('admin') ? (
          <Button
            disabled={!isChanged || !isInOrder}
            loading={state.kind === 'saving'}
            onClick={() => void send({ body: draft })}
          >
            {words.save}
          </Button>
        ) : (
          <span className="quiet small">{words.onlyAdmin}</span>
        )}
        <span role="status" className="quiet small">
          {isInOrder ? (isChanged || !may('admin') ? '' : words.unchanged) : words.wrongOrder}
        </span>
      </Group>
      <WriteNote state={state} />
    </>
  );
}
