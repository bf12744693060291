import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, runs } from '#infra/local/processes.ts';

/** Line 8 of `postmaster.pid` says `ready` once connections are taken, as pg_ctl reads it. */
export async function isReady(folder: string, pid: number): Promise<boolean> {
  const lines = (await readPidFile(folder))?.split('\n');
  return lines?.[0]?.trim() === String(pid) && lines[7]?.trim() === 'ready';
}

/** Stops a server that a killed supervisor left behind, and removes what would keep a new one from starting. */
export async function stopLeftover(folder: string): Promise<void> {
  const content = await readPidFile(folder);
  if (content === undefined) return;
  const pid = Number(content.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  if (!(await isAlive(pid))) return forgetZombie(folder, pid);
  if (!(await runs(pid, folder))) {
    // The number now belongs to another program: PostgreSQL would take that for itself and refuse.
    await rm(join(folder, 'postmaster.pid'), { force: true });
    return;
  }
  await stopServer(pid);
}

/**
 * PostgreSQL takes a killed server that nobody has counted yet (a zombie) for a living one and refuses to start. It is
 * counted in a moment as a rule; where process 1 never does, its file is removed once its backends have had time to see
 * that it is gone.
 */
async function forgetZombie(folder: string, pid: number): Promise<void> {
  for (let waited = 0; waited < 2000; waited += 20) {
    if (!hasNumber(pid)) return;
    await delay(20);
  }
  await rm(join(folder, 'postmaster.pid'), { force: true });
}

function hasNumber(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Stops a server: politely, then at once, then by force; its log makes each of them safe for the data. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 4],
    ['SIGQUIT', 2],
    ['SIGKILL', 2],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // It has ended meanwhile.
    }
    if (await hasEnded(pid, seconds)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop: stop it by hand, then start again`);
}

async function hasEnded(pid: number, seconds: number): Promise<boolean> {
  for (let waited = 0; waited < seconds * 1000; waited += 20) {
    if (!(await isAlive(pid))) return true;
    await delay(20);
  }
  return false;
}

async function readPidFile(folder: string): Promise<string | undefined> {
  const path = join(folder, 'postmaster.pid');
  return existsSync(path) ? await readFile(path, 'utf8') : undefined;
}
