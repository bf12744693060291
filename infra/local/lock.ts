import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';

/** A data folder that this process alone may use. */
export type FolderLock = { release(): void };

/**
 * Takes the data folder for this process, or says who has it. The operating system holds the lock (through an
 * SQLite file) and takes it back when the process ends in any way: after `kill -9` nothing is left to clean up,
 * and no process number, which another program may have by then, has to be believed.
 */
export function lockFolder(folder: string): FolderLock {
  const holderFile = join(folder, 'lock.pid');
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const holder = readHolder(holderFile);
    throw new Error(
      `Stock-Mate is running already in ${folder} (process ${holder}): stop it first, or set STOCK_MATE_HOME ` +
        'to another folder',
      { cause: error },
    );
  }
  writeFileSync(holderFile, String(process.pid), { mode: 0o600 });
  return { release: () => database.close() };
}

/** Takes the folder as soon as it is free, but waits no longer than a predecessor takes to stop. */
export async function lockFolderSoon(folder: string, patienceMs = 4_000): Promise<FolderLock> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return lockFolder(folder);
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(100);
    }
  }
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'unknown';
  }
}
