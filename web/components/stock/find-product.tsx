'use client';

import { Button, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';

import { FilterForm } from '#web/components/parts/filter-form.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useKeys } from '#web/lib/use-keys.ts';

import { CameraDialog } from './camera-dialog.tsx';

/** A field that takes a code and Enter, as scanners type it, or the camera. After each find it is empty and ready again. */
export function FindProduct({ found }: { readonly found: string }) {
  const { t } = useI18n();
  const words = t.stock;
  const router = useRouter();
  const field = useRef<HTMLInputElement>(null);
  const [isCameraOpen, setIsCameraOpen] = useState(false);
  const begin = (text: string) => {
    if (field.current === null) return;
    field.current.value = text;
    field.current.focus();
  };
  // A scanner types wherever the focus is, such as on the button pressed last; codes begin with a digit, keys do not.
  const digits = '0123456789'.split('').map((digit) => [digit, () => begin(digit)] as const);
  useKeys({ '/': () => field.current?.focus(), ...Object.fromEntries(digits) });
  useEffect(() => {
    if (field.current === null) return;
    field.current.value = '';
    field.current.focus();
  }, [found]);
  return (
    <>
      <FilterForm path="/stock" label={words.find}>
        <TextInput
          ref={field}
          name="code"
          w={260}
          autoComplete="off"
          aria-label={words.code}
          placeholder={words.code}
        />
        <Button type="submit" variant="default">
          {words.find}
        </Button>
        <Button variant="default" onClick={() => setIsCameraOpen(true)}>
          {words.camera}
        </Button>
      </FilterForm>
      {isCameraOpen ? (
        <CameraDialog
          onClose={() => setIsCameraOpen(false)}
          onCode={(code) => {
            setIsCameraOpen(false);
            router.push(`/stock?code=${encodeURIComponent(code)}`);
          }}
        />
      ) : null}
    </>
  );
}
