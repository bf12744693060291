'use client';

import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { ApiProblem } from '#web/lib/api-problem.ts';
import { useI18n } from '#web/lib/i18n.tsx';

/** Says when the session has ended, without taking away what is on the page. */
export function SessionEnded() {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [hasEnded, setHasEnded] = useState(false);
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ query }) => {
        const error: unknown = query.state.error;
        if (error instanceof ApiProblem && error.status === 401) setHasEnded(true);
      }),
    [queries],
  );
  if (!hasEnded) return null;
  const signIn = () =>
    window.location.assign(
      `/auth/login?returnTo=${encodeURIComponent(window.location.pathname + window.location.search)}`,
    );
  return (
    <div className="banner" role="alert" style={{ margin: 12 }}>
      {t.signIn.ended}{' '}
      <Button size="compact-sm" variant="default" onClick={signIn}>
        {t.signIn.again}
      </Button>
    </div>
  );
}
