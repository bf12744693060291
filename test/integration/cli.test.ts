import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const entry = fileURLToPath(new URL('../../infra/cli/stock-mate.mjs', import.meta.url));

type Outcome = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs `stock-mate` as a script would, against the data folder `home`. */
async function stockMate(home: string, ...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [entry, ...args], { env: { ...process.env, STOCK_MATE_HOME: home } });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const code = await new Promise<number | null>((settle) => child.once('close', settle));
  return { code, ...said };
}

describe('without a running system', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'stock-mate-cli-'));
  });
  afterAll(() => rm(home, { recursive: true }));

  test('every command explains itself on stdout and ends with 0', async () => {
    const help = await stockMate(home, '--help');
    expect(help.code).toBe(0);
    const commands = [...help.out.matchAll(/^ {2}([a-z-]+(?: (?:add|run|list|show|redrive))?) /gm)].map(
      ([, words = '']) => words,
    );
    expect(commands).toContain('import');
    expect(commands).toContain('runs redrive');
    const helps = await Promise.all(commands.map((words) => stockMate(home, ...words.split(' '), '--help')));
    for (const { code, out, err } of helps) {
      expect(code).toBe(0);
      expect(out).toContain('Usage: stock-mate ');
      expect(out).toContain('--json');
      expect(err).toBe('');
    }
  });

  test.each([
    ['no command', []],
    ['a command that there is not', ['teleport']],
    ['half a command', ['runs']],
    ['an option that there is not', ['doctor', '--loudly']],
    ['too few arguments', ['import', 'products']],
    ['too many arguments', ['tenant', 'add', 'One', 'Two']],
    ['a kind of file that there is not', ['import', 'weather', 'weather.csv']],
    ['an option of another kind', ['import', 'products', 'products.csv', '--issue-stock']],
    ['a constant without a value', ['import', 'products', 'products.csv', '--set', 'currency']],
    ['a file that there is not', ['import', 'products', 'none.csv']],
    ['no user', ['token']],
    ['a port that is none', ['step-functions', '--port', 'high']],
  ])('%s is wrong use: exit code 2 and a message', async (_, args) => {
    const { code, out, err } = await stockMate(home, ...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^stock-mate: .*(found|cannot|Unknown)/);
  });

  test('a file with the wrong columns is wrong use, said before anything is asked of the system', async () => {
    const file = join(home, 'products.csv');
    await writeFile(file, 'code,title\nA-1,Cup\n');
    const { code, err } = await stockMate(home, 'import', 'products', file);
    expect(code).toBe(2);
    expect(err).toContain('columns sku, name missing: the file has code, title');
  });

  test('what needs the system says that nothing runs and how to start it', async () => {
    const { code, out, err } = await stockMate(home, 'token', '--user', 'approver', '--json');
    expect(code).toBe(1);
    expect(err).toContain('Stock-Mate is not running');
    expect(err).toContain('npm start');
    expect(JSON.parse(out)).toHaveProperty('error');
  });

  test('doctor looks at the machine all the same', async () => {
    const { code, out } = await stockMate(home, 'doctor', '--json');
    const { findings } = JSON.parse(out) as { findings: { name: string; state: string }[] };
    expect(code).toBe(findings.some(({ state }) => state === 'wrong') ? 1 : 0);
    expect(findings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Node', 'Postgres binaries', 'data folder', 'running system']),
    );
    expect(findings.find(({ name }) => name === 'Node')?.state).toBe('ok');
  });
});
