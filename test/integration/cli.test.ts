import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startSystem, type TestSystem } from '#test/support/system.ts';

const entry = fileURLToPath(new URL('../../infra/cli/stock-mate.mjs', import.meta.url));

const mainFile = fileURLToPath(new URL('../../infra/cli/main.ts', import.meta.url));

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
    const commands = [
      ...help.out.matchAll(/^ {2}([a-z-]+(?: (?:add|run|pause|resume|list|show|redrive))?) /gm),
    ].map(([, words = '']) => words);
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

type Report = {
  readonly shiftDays: number;
  readonly repeats: { readonly startedAt: string } | null;
  readonly rows: { readonly read: number; readonly accepted: number; readonly refused: number };
  readonly items: {
    readonly added: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
  };
  readonly commands: readonly { readonly command: string; readonly mostEvents: number }[];
  readonly problems: readonly { readonly line: number; readonly column: string; readonly reason: string }[];
};

describe('against a running system', () => {
  let system: TestSystem;
  let home: string;
  beforeAll(async () => {
    system = await startSystem();
    home = system.endpoints.home;
  });
  afterAll(() => system.stop());

  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(home, name);
    await writeFile(path, content);
    return path;
  };

  const importFile = async (
    ...args: string[]
  ): Promise<Report & { readonly code: number | null; readonly err: string }> => {
    const { code, out, err } = await stockMate(home, 'import', ...args, '--json');
    if (!out.includes('"rows"')) throw new Error(`found no report: ${err}`);
    return { ...(JSON.parse(out) as Report), code, err };
  };

  const get = async <T>(path: string): Promise<T[]> => {
    const authorization = `Bearer ${await system.token('operator')}`;
    const response = await fetch(`${system.endpoints.api}${path}`, { headers: { authorization } });
    return ((await response.json()) as { items: T[] }).items;
  };

  const demandOf = async (sku: string): Promise<Record<string, number>> => {
    const [product] = await get<{ productId: string }>(`/products?sku=${sku}`);
    const days = await get<{ day: string; quantity: number }>(
      `/demand?limit=1000&productId=${product?.productId}`,
    );
    return Object.fromEntries(days.map(({ day, quantity }) => [day, quantity]));
  };

  test('a token opens the API', async () => {
    const { code, out } = await stockMate(home, 'token', '--user', 'approver');
    const authorization = `Bearer ${out.trim()}`;
    const me = await fetch(`${system.endpoints.api}/me`, { headers: { authorization } });
    expect(code).toBe(0);
    expect(await me.json()).toMatchObject({ sub: 'approver' });
  });

  test('a dry run says what it would write and writes nothing', async () => {
    const path = await file('products.csv', 'sku,name,cost_gbp\nA-1,Cup,1.50\nA-2,"Plate, large",2.05\n');
    const report = await importFile(
      'products',
      path,
      '--set',
      'currency=GBP',
      '--map',
      'cost_gbp=unit_cost',
      '--dry-run',
    );
    expect(report).toMatchObject({ code: 0, rows: { read: 2, accepted: 2, refused: 0 } });
    expect(report.commands).toMatchObject([{ command: 'PUT /products', mostEvents: 2 }]);
    expect(await get('/products')).toEqual([]);
    expect(await get('/imports')).toEqual([]);
  });

  test('products come in once, with their cost to the penny; changed ones change', async () => {
    const path = join(home, 'products.csv');
    const options = ['--set', 'currency=GBP', '--map', 'cost_gbp=unit_cost'];
    expect(await importFile('products', path, ...options)).toMatchObject({
      code: 0,
      items: { added: 2, refused: 0 },
    });
    expect(await get('/products?sku=A-2')).toMatchObject([
      { sku: 'A-2', name: 'Plate, large', unit: 'pcs', unitCostMinor: 205, currency: 'GBP' },
    ]);
    const again = await importFile('products', path, ...options);
    expect(again).toMatchObject({ code: 0, items: { added: 0, changed: 0, unchanged: 2 } });
    expect(again.repeats).not.toBeNull();
    const changed = await file('products-2.csv', '\uFEFFSKU;Name;Unit Cost\r\nA-1;Cup;1,75\r\nA-3;Bowl;\r\n');
    expect(await importFile('products', changed, '--set', 'currency=GBP')).toMatchObject({
      code: 0,
      items: { added: 1, changed: 1, unchanged: 0 },
    });
    expect(await get('/products?sku=A-1')).toMatchObject([{ unitCostMinor: 175 }]);
  });

  test('bad lines are refused by line and column, good ones go in', async () => {
    const suppliers = await file(
      'suppliers.csv',
      'name,currency,lead_time_days\nNorthgate,GBP,7\n,GBP,3\nKestrel,GBP,soon\n',
    );
    const report = await importFile('suppliers', suppliers);
    expect(report).toMatchObject({
      code: 1,
      rows: { read: 3, accepted: 1, refused: 2 },
      items: { added: 1 },
    });
    expect(report.problems.map(({ line, column }) => [line, column])).toEqual([
      [3, 'name'],
      [4, 'lead_time_days'],
    ]);
    const terms = await file(
      'terms.csv',
      'supplier,sku,unit_price,moq\nNorthgate,A-1,0.99,6\nNorthgate,B-9,1,1\n',
    );
    expect(await importFile('terms', terms)).toMatchObject({
      code: 1,
      items: { added: 1 },
      rows: { refused: 1 },
    });
    expect(await get('/supplier-terms')).toMatchObject([
      { sku: 'A-1', unitPriceMinor: 99, minimumOrderQuantity: 6 },
    ]);
    const more = await file('products-3.csv', 'sku,name\nB-9,Jug\n');
    expect(await importFile('products', more)).toMatchObject({ code: 0 });
    // The same file is another import once more of it can be taken.
    expect(await importFile('terms', terms)).toMatchObject({ code: 0, items: { added: 1, unchanged: 1 } });
  });

  test('stock opens its location and keeps its count', async () => {
    const path = await file(
      'stock.csv',
      'sku,location,on_hand,as_of\nA-1,MAIN,40,2020-05-08\nA-2,MAIN,2.5,2020-05-08\n',
    );
    const report = await importFile('stock', path, '--shift-to-today');
    expect(report).toMatchObject({ code: 0, items: { added: 2 } });
    expect(report.shiftDays % 7).toBe(0);
    expect(await get('/stock')).toMatchObject([
      { sku: 'A-1', locationName: 'MAIN', onHand: 40 },
      { sku: 'A-2', locationName: 'MAIN', onHand: 2.5 },
    ]);
  });

  test('sales are daily sums with returns taken off, once however often the file is read, and replaceable', async () => {
    const lines = [
      'ts,order,sku,qty',
      '2026-03-02T09:00,1,A-1,3',
      '2026-03-02T10:00,2,A-1,-1',
      '2026-03-03,3,A-1,4',
      '2026-03-03,3,C-7,4',
    ];
    const path = await file('sales.csv.gz', gzipSync(lines.join('\n')));
    expect(await importFile('sales', path)).toMatchObject({
      code: 1,
      rows: { read: 4, accepted: 3, refused: 1 },
    });
    expect(await demandOf('A-1')).toEqual({ '2026-03-02': 2, '2026-03-03': 4 });
    const again = await importFile('sales', path, '--set', 'location=MAIN');
    expect(again.repeats).not.toBeNull();
    const replaced = await importFile('sales', path, '--replace', '--set', 'sku=A-1', '--issue-stock');
    expect(replaced).toMatchObject({ code: 0, rows: { accepted: 4 }, repeats: null });
    expect(await demandOf('A-1')).toEqual({ '2026-03-02': 2, '2026-03-03': 8 });
    expect(await get('/stock')).toMatchObject([{ sku: 'A-1', onHand: 30 }, { sku: 'A-2' }]);
  });

  test('an import that was cut off goes on where it was, and counts nothing twice', async () => {
    const skus = Array.from({ length: 300 }, (_, index) => `D-${index}`);
    await importFile(
      'products',
      await file('many.csv', `sku,name\n${skus.map((sku) => `${sku},Thing`).join('\n')}`),
    );
    const path = await file(
      'many-sales.csv',
      `ts,sku,qty\n${skus.map((sku) => `2026-04-01,${sku},5`).join('\n')}`,
    );
    await interruptImport(home, path);
    expect(await importFile('sales', path)).toMatchObject({
      code: 0,
      repeats: null,
      rows: { accepted: 300 },
    });
    const [first] = await get<{ kind: string; fileName: string; status: string; rowsAccepted: number }>(
      '/imports?limit=1',
    );
    expect(first).toMatchObject({ fileName: 'many-sales.csv', status: 'finished', rowsAccepted: 300 });
    expect(await demandOf('D-0')).toEqual({ '2026-04-01': 5 });
  });

  test('a forecast run is waited for, and its execution can be looked at', async () => {
    const { code, out } = await stockMate(home, 'forecast', 'run', '--json');
    expect(code).toBe(0);
    const run = JSON.parse(out) as { runId: string; planned: number; changed: number };
    expect(run).toMatchObject({ status: 'completed' });
    const runs = await stockMate(home, 'runs', 'list', '--forecasts', '--json');
    expect(JSON.parse(runs.out)).toMatchObject({ items: [{ runId: run.runId, planned: run.planned }] });
    const shownRun = await stockMate(home, 'runs', 'show', run.runId);
    expect(shownRun.out).toContain(`${run.planned} of ${run.planned} forecast`);
    const listed = await stockMate(home, 'runs', 'list', '--machine', 'nightly-forecast', '--json');
    const { items } = JSON.parse(listed.out) as { items: { name: string; status: string }[] };
    const name = items[0]?.name ?? '';
    const shown = await stockMate(home, 'runs', 'show', name);
    expect(shown.out).toContain('ForecastShard');
    const redriven = await stockMate(home, 'runs', 'redrive', name);
    expect(redriven.code).toBe(1);
    expect(redriven.err).toContain('only one that failed');
    expect((await stockMate(home, 'runs', 'show', 'no-such-run')).code).toBe(1);
  });

  test('what failed is run again alone, and nightly runs are paused with a reason', async () => {
    // Products that sold on one day only.
    const { code, out } = await stockMate(home, 'forecast', 'run', '--only-failed', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ status: 'completed' });
    expect(await stockMate(home, 'forecast', 'pause')).toMatchObject({ code: 2 });
    const late = await stockMate(home, 'forecast', 'pause', '--reason', 'stocktaking', '--until', 'tomorrow');
    expect(late).toMatchObject({ code: 2 });
    const paused = await stockMate(
      home,
      'forecast',
      'pause',
      '--reason',
      'stocktaking',
      '--until',
      '2999-01-01',
    );
    expect(paused).toMatchObject({ code: 0, out: 'nightly runs are paused until 2999-01-01\n' });
    expect(await stockMate(home, 'forecast', 'resume')).toMatchObject({
      code: 0,
      out: 'nightly runs go on\n',
    });
  });

  test('a new tenant has its own products, and from then on the tenant is named', async () => {
    const added = await stockMate(
      home,
      'tenant',
      'add',
      'Second Ltd',
      '--currency',
      'JPY',
      '--time-zone',
      'Asia/Tokyo',
      '--json',
    );
    const { tenantId } = JSON.parse(added.out) as { tenantId: string };
    const path = await file('products-jpy.csv', 'sku,name,unit_cost\nA-1,Cup,150\n');
    const unnamed = await stockMate(home, 'import', 'products', path);
    expect(unnamed.code).toBe(2);
    expect(unnamed.err).toContain(tenantId);
    expect(await importFile('products', path, '--tenant', 'Second Ltd')).toMatchObject({
      code: 0,
      items: { added: 1 },
    });
    const viewer = await stockMate(
      home,
      'import',
      'products',
      path,
      '--tenant',
      tenantId,
      '--user',
      'viewer',
      '--set',
      'name=Mug',
    );
    expect(viewer.code).toBe(1);
    expect(viewer.err).toContain('403');
  });
});

/** Starts an import and kills it as soon as it says that something is written. */
async function interruptImport(home: string, path: string): Promise<void> {
  const child = spawn(process.execPath, [mainFile, 'import', 'sales', path], {
    env: { ...process.env, STOCK_MATE_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((settle) => child.once('close', settle));
  child.stderr.on('data', (text: Buffer) => {
    if (text.includes('commands written')) child.kill('SIGKILL');
  });
  await ended;
}
