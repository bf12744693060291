import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seedDemo } from './demo/seed.ts';
import { demoTokens } from './demo-tokens.ts';

export type DemoDataOptions = {
  readonly home: string;
  readonly api: string;
  readonly issuer: string;
  readonly log: (line: string) => void;
};

/** Fills the demo tenant by commands to the API, once; what a killed start left undone is done by the next. */
export async function fillDemoTenant({ home, api, issuer, log }: DemoDataOptions): Promise<void> {
  const done = join(home, 'demo-seeded');
  if (existsSync(done)) return;
  await seedDemo({ api, token: demoTokens(issuer, 'admin'), log });
  await writeFile(done, `${new Date().toISOString()}\n`, { mode: 0o600 });
}
