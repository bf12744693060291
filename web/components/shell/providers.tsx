'use client';

import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ApiProblem } from '#web/lib/api-problem.ts';
import { contrastFixes, theme } from '#web/lib/theme.ts';

/** What every page needs in the browser: looks, and the cache of what was read. */
export function Providers({ nonce, children }: { readonly nonce: string; readonly children: ReactNode }) {
  const [queries] = useState(createQueries);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={contrastFixes}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </MantineProvider>
  );
}

function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // Without a connection a poll fails and says so, instead of waiting in silence.
        networkMode: 'always',
        // What was refused stays refused; only what got no answer is worth asking again.
        retry: (failures, error) => failures < 1 && error instanceof ApiProblem && error.status >= 500,
      },
    },
  });
}
