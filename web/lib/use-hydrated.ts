'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** False during the first render, which must equal the server's; true from then on. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
