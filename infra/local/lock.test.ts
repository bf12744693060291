import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from './lock.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stock-mate-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the lock of a data folder', () => {
  it('refuses a second holder and names the first', () => {
    const first = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(`process ${process.pid}`);
    first.release();
  });

  it('can be taken again after it was released', () => {
    lockFolder(folder).release();
    expect(() => lockFolder(folder).release()).not.toThrow();
  });

  it('is free again as soon as its holder has been killed', async () => {
    const program = `const { lockFolder } = await import('${import.meta.dirname}/lock.ts');
      globalThis.lock = lockFolder(process.argv[1]); console.log('held'); setInterval(() => {}, 1000);`;
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program, folder];
    const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    expect(() => lockFolder(folder)).toThrow(`process ${holder.pid}`);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(() => lockFolder(folder).release()).not.toThrow();
  });
});
