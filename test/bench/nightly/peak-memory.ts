/** Peak memory of a function's processes, as Linux keeps it. */
import { readdir, readFile } from 'node:fs/promises';

/** Processes below `root` that run the function. */
export async function processesOf(root: number, functionName: string): Promise<readonly number[]> {
  const found: number[] = [];
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    // A process may end while it is looked at.
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    if (environment.split('\0').includes(`FUNCTION_NAME=${functionName}`)) found.push(pid);
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && parent > 1 && (parent === root || isBelow(parent));
  };
  return found.filter(isBelow);
}

/** Megabytes that the process had in memory at most so far. */
export async function peakMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}
