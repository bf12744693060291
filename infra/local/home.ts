import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { UsageError } from './arguments.ts';
import { stopLeftover } from './postgres/postmaster.ts';
import { secretsFile } from './secrets.ts';

/** Files of the lock, which whoever empties the folder holds. */
const kept = new Set(['lock', 'lock-journal', 'lock.pid']);

/** Throws away what a data folder holds, after asking unless the answer is known; refuses foreign folders. */
export async function emptyHome(home: string, isSure: boolean): Promise<void> {
  const entries = (await readdir(home)).filter((entry) => !kept.has(entry));
  if (entries.length === 0) return;
  if (!existsSync(join(home, secretsFile))) {
    throw new UsageError(`${home} does not look like a data folder of Stock-Mate: it is not thrown away`);
  }
  if (!isSure && !(await isConfirmed(home))) throw new UsageError('nothing was thrown away');
  // A database that a killed supervisor left running would write into the new folder.
  await stopLeftover(join(home, 'postgres', 'cluster'));
  for (const entry of entries) await rm(join(home, entry), { recursive: true, force: true });
}

async function isConfirmed(home: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UsageError('--fresh asks before it deletes; without a terminal add --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`Throw away all data in ${home}? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
