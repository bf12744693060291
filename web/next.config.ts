import path from 'node:path';

import type { NextConfig } from 'next';

/** The one package lives a folder above; tracing and module resolution start there. */
const root = path.join(import.meta.dirname, '..');

export default {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root },
  poweredByHeader: false,
  // A page prefetched in full is shown for at most this long; figures must not be older.
  experimental: { staleTimes: { dynamic: 0, static: 30 } },
} satisfies NextConfig;
