'use client';

import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';

/** What follows when a write shows in the tables: a word about it, the dialog closed, the page read again. */
export function useSaved(title: string, onClose?: () => void) {
  const router = useRouter();
  return useMemo(
    () => ({
      onSaved: () => {
        notifications.show({ title, message: '' });
        onClose?.();
        router.refresh();
      },
    }),
    [title, onClose, router],
  );
}
