'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { startTransition } from 'react';

import { useI18n } from '#web/lib/i18n.tsx';

type Props = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

/** What shows in place of a page that could not be made; the frame around it stays. */
export default function SegmentError({ error, reset }: Props) {
  const { t } = useI18n();
  const router = useRouter();
  const retry = () => {
    startTransition(() => {
      router.refresh();
      reset();
    });
  };
  return (
    <div className="empty" role="alert">
      <h1>{t.problem.title}</h1>
      <p>{t.problem.safe}</p>
      {error.digest === undefined ? null : (
        <p className="quiet small">
          {t.problem.request} {error.digest}
        </p>
      )}
      <Button onClick={retry}>{t.app.retry}</Button>
    </div>
  );
}
