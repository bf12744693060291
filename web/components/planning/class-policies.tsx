'use client';

import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';

import type { PlanningSettings } from '#shared/contracts/events/planning-settings.ts';
import { problemText } from '#web/components/parts/problem-text.ts';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { ApiProblem } from '#web/lib/api-problem.ts';
import { callApi } from '#web/lib/browser-api.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { ClassTable } from './class-table.tsx';
import { RateFields } from './rate-fields.tsx';
import { useSaved } from './use-saved.ts';
import { WhatIf } from './what-if.tsx';

/** The class policies as they are, as they are being changed, and what the change would come to. */
export function ClassPolicies({ saved }: { readonly saved: PlanningSettings }) {
  const { t } = useI18n();
  const { may } = useMe();
  const words = t.planning.settings;
  const [draft, setDraft] = useState(saved);
  const { state, send } = useWrite('PUT /planning-settings', useSaved(words.saved));
  const whatIf = useMutation({
    mutationFn: async (settings: PlanningSettings) =>
      await callApi('GET /policies/what-if', { query: { settings: JSON.stringify(settings) } }),
  });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved);
  const change = (next: PlanningSettings) => {
    setDraft(next);
    whatIf.reset();
  };
  return (
    <div className="page">
      <div className="head">
        <div>
          <p className="small">
            <Link href="/policies">{t.planning.policies.title}</Link> › {words.title}
          </p>
          <h1>{words.title}</h1>
          <p className="quiet small">{words.intro}</p>
        </div>
      </div>
      <section className="panel" aria-label={words.title}>
        <ClassTable settings={draft} onChange={change} />
      </section>
      <section className="panel" aria-labelledby="rates-title">
        <h2 id="rates-title">{words.rates}</h2>
        <RateFields settings={draft} onChange={change} />
      </section>
      <Group gap="xs">
        <Button
          variant="default"
          disabled={!isChanged || !may('operator')}
          loading={whatIf.isPending}
          onClick={() => whatIf.mutate(draft)}
        >
          {words.whatIf}
        </Button>
        {may('admin') ? (
          <Button
            disabled={!isChanged}
            loading={state.kind === 'saving'}
            onClick={() => void send({ body: draft })}
          >
            {words.save}
          </Button>
        ) : (
          <span className="quiet small">{words.onlyAdmin}</span>
        )}
        <span role="status" className="quiet small">
          {whatIf.isPending ? words.computing : isChanged ? '' : words.unchanged}
        </span>
      </Group>
      <WriteNote state={state} />
      {whatIf.error instanceof ApiProblem ? (
        <p className="banner" role="alert">
          {problemText(whatIf.error, t).text}
        </p>
      ) : null}
      {whatIf.data === undefined ? null : <WhatIf result={whatIf.data} />}
    </div>
  );
}
