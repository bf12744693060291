'use client';

import { createContext, use, useSyncExternalStore } from 'react';

const tickMs = 1_000;
const ServerNow = createContext(0);

/** Says what time it was when the server rendered, so that the first render of the browser says the same. */
export const ServerNowProvider = ServerNow.Provider;

/** The time in milliseconds, in steps of `everySeconds`. */
export function useNow(everySeconds = 15): number {
  const serverNow = use(ServerNow);
  const step = everySeconds * 1_000;
  return useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / step) * step,
    () => serverNow,
  );
}

function subscribe(onChange: () => void): () => void {
  const timer = setInterval(onChange, tickMs);
  return () => clearInterval(timer);
}
