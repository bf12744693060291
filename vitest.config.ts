import { defineConfig } from 'vitest/config';

/** Which world a test needs is in its project: nothing, a running system, or a browser on top of it. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{shared,functions,infra,workflows,web}/**/*.test.ts',
            'test/{architecture,workflows}/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/.next/**'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,faults}/**/*.test.ts'],
          // Systems wait more than they compute: two at a time keep two cores busy, and no more.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/before-browsers.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
