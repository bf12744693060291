'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';

/** Asks the server for the page again, keeping what the browser holds. */
export function ReloadButton({ label }: { readonly label: string }) {
  const router = useRouter();
  return (
    <Button variant="default" onClick={() => router.refresh()}>
      {label}
    </Button>
  );
}
