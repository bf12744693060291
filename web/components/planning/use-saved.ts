'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';

import { useNotify } from '#web/lib/use-notify.ts';

/** What follows when a write shows in the tables: a word about it, the dialog closed, the page read again. */
export function useSaved(title: string, onClose?: () => void) {
  const router = useRouter();
  const notify = useNotify();
  return useMemo(
    () => ({
      onSaved: () => {
        notify(title);
        onClose?.();
        router.refresh();
      },
    }),
    [title, onClose, router, notify],
  );
}
