import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseRunAs, waysForRoot } from '#infra/local/postgres/run-as.ts';
import { findBinaries } from '#infra/local/postgres/binaries.ts';
import { startPostgres, type PostgresServer } from '#infra/local/postgres/server.ts';
import { startTestDatabase } from '#test/support/postgres.ts';

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

let dataDirectory: string;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'stock-mate-postgres-'));
});

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
  await rm(dataDirectory, { recursive: true, force: true });
});

async function start(options: Partial<Parameters<typeof startPostgres>[0]> = {}): Promise<PostgresServer> {
  const server = await startPostgres({ dataDirectory, ...options });
  stops.push(() => server.stop());
  return server;
}

async function query<T>(url: string, use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    return await use(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function postmasterPid(): Promise<number> {
  return Number((await readFile(join(dataDirectory, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

/** A supervisor of its own process, which can be killed; says the database's address first. */
async function hold(wrapper: readonly string[] = []): Promise<{ child: ChildProcess; url: string }> {
  const script = join(import.meta.dirname, '..', 'support', 'hold-postgres.ts');
  const words = [...wrapper, process.execPath, script, dataDirectory];
  const child = spawn('env', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: line.toString().trim() };
}

describe('the embedded Postgres', () => {
  it('has both databases, owned by a role that is no superuser, and writes durably', async () => {
    const server = await start();
    for (const database of ['stock_mate', 'workflows']) {
      const [row] = await query(
        server.ownerUrl(database),
        (sql) => sql`
          SELECT current_database() AS database, rolsuper, current_setting('listen_addresses') AS listens
          FROM pg_roles WHERE rolname = current_user`,
      );
      expect(row).toEqual({ database, rolsuper: false, listens: '127.0.0.1' });
    }
    const settings = await query(
      server.ownerUrl('stock_mate'),
      (sql) => sql`SELECT name, setting FROM pg_settings
        WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name`,
    );
    expect(settings.map(({ setting }) => setting as string)).toEqual(['on', 'on', 'on']);
  });

  it('refuses a wrong password', async () => {
    const server = await start();
    const url = new URL(server.ownerUrl('stock_mate'));
    url.password = 'guess';
    await expect(query(url.href, (sql) => sql`SELECT 1`)).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps its port, password and data over a stop', async () => {
    const first = await start();
    const url = first.ownerUrl('stock_mate');
    await query(url, (sql) => sql`CREATE TABLE kept AS SELECT 42 AS n`);
    await first.stop();
    const second = await start();
    expect(second.ownerUrl('stock_mate')).toBe(url);
    expect(await query(url, (sql) => sql`SELECT n FROM kept`)).toMatchObject([{ n: 42 }]);
  });

  it('takes another port when its own has been taken', async () => {
    const first = await start();
    const port = Number(new URL(first.ownerUrl('stock_mate')).port);
    const other = await mkdtemp(join(tmpdir(), 'stock-mate-postgres-other-'));
    const second = await startPostgres({ dataDirectory: other, port });
    stops.push(async () => {
      await second.stop();
      await rm(other, { recursive: true, force: true });
    });
    expect(Number(new URL(second.ownerUrl('stock_mate')).port)).not.toBe(port);
  });

  it('goes on after kill -9 of its supervisor, whose server it stops first', async () => {
    const { child, url } = await hold();
    await query(url, (sql) => sql`CREATE TABLE kept AS SELECT 1 AS n`);
    const leftover = await postmasterPid();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await start();
    expect(await postmasterPid()).not.toBe(leftover);
    expect(await query(url, (sql) => sql`SELECT n FROM kept`)).toHaveLength(1);
  });

  it('starts over a pid file whose number belongs to another program by now', async () => {
    const server = await start();
    const file = join(dataDirectory, 'cluster', 'postmaster.pid');
    const content = await readFile(file, 'utf8');
    await server.stop();
    await writeFile(file, content.replace(/^\d+/, String(process.pid)));
    const again = await start();
    expect(await query(again.ownerUrl('stock_mate'), (sql) => sql`SELECT 1 AS n`)).toHaveLength(1);
  });

  it('is started again when it is killed', async () => {
    const server = await start();
    const url = server.ownerUrl('stock_mate');
    await query(url, (sql) => sql`CREATE TABLE kept AS SELECT 1 AS n`);
    process.kill(await postmasterPid(), 'SIGKILL');
    await expect
      .poll(() => query(url, (sql) => sql`SELECT n FROM kept`).catch(() => []), { timeout: 15_000 })
      .toHaveLength(1);
  });

  it.each(isRoot ? waysForRoot : [{ prefix: [] }])('runs in the way %o', async (way) => {
    const server = await start({ ways: [way] });
    expect(await query(server.ownerUrl('workflows'), (sql) => sql`SELECT 1 AS n`)).toHaveLength(1);
  });

  it('runs for a normal user', async () => {
    if (isRoot) await chown(dataDirectory, nobody, nobody);
    const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
    const { child, url } = await hold(isRoot ? asNobody : []);
    expect(await query(url, (sql) => sql`SELECT 1 AS n`)).toHaveLength(1);
    child.kill('SIGTERM');
    await once(child, 'exit');
    await expect(query(url, (sql) => sql`SELECT 1`)).rejects.toThrow('ECONNREFUSED');
  });

  it('says what to do when no way works', async () => {
    const { postgres: program } = await findBinaries();
    await expect(chooseRunAs(program, [{ prefix: ['no-such-program'] }])).rejects.toThrow('DATABASE_URL');
  });
});

describe('a database for tests', () => {
  it('has the migrations applied and lets roles log in', async () => {
    await using database = await startTestDatabase();
    const rows = await query(database.roleUrl('app_query'), (sql) => sql`SELECT current_user::text AS me`);
    expect(rows).toMatchObject([{ me: 'app_query' }]);
  });
});
