'use client';

import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';

import { useI18n } from './i18n.tsx';

/** Shows a word about something that went well, with a button to close it that has a name. */
export function useNotify(): (title: string, message?: string) => void {
  const { t } = useI18n();
  return useCallback(
    (title, message = '') => {
      notifications.show({ title, message, closeButtonProps: { 'aria-label': t.app.close } });
    },
    [t],
  );
}
