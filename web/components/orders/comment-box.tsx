'use client';

import { Button, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';

import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useWrite } from '#web/lib/use-write.ts';

type Props = { readonly purchaseOrderId: string; readonly onSaved: () => Promise<void> };

/** A word about the order, for everyone who opens it. */
export function CommentBox({ purchaseOrderId, onSaved }: Props) {
  const { t } = useI18n();
  const [text, setText] = useState('');
  const steps = useMemo(
    () => ({
      onSaved: async () => {
        setText('');
        await onSaved();
      },
    }),
    [onSaved],
  );
  const { state, send } = useWrite('POST /purchase-orders/{purchaseOrderId}/comments', steps);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '' && state.kind !== 'saving')
          void send({ params: { purchaseOrderId }, body: { text: text.trim() } });
      }}
    >
      <Textarea
        label={t.orders.comments}
        placeholder={t.orders.commentPlaceholder}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" size="compact-sm" mt={6} disabled={text.trim() === ''}>
        {t.orders.comment}
      </Button>
      <WriteNote state={state} />
    </form>
  );
}
