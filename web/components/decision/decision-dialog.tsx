'use client';

import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

import { useI18n } from '#web/lib/i18n.tsx';

type Props = {
  readonly title: string;
  readonly confirm: string;
  readonly isBad?: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  readonly children: ReactNode;
};

/** A dialog with one thing to confirm; Enter confirms, Escape leaves. */
export function DecisionDialog({ title, confirm, isBad = false, onClose, onConfirm, children }: Props) {
  const { t } = useI18n();
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{title}</strong>}
      closeButtonProps={{ 'aria-label': t.app.close }}
      transitionProps={{ duration: 0 }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <Stack gap="sm">
          {children}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t.app.cancel}
            </Button>
            <Button type="submit" color={isBad ? 'red.9' : undefined}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
