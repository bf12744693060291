import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startMessaging } from '#infra/local/messaging/server.ts';
import { choosePort } from '#infra/local/ports.ts';
import { startTestDatabase } from '#test/support/postgres.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

const main = join(import.meta.dirname, '..', '..', 'infra', 'local', 'main.ts');
let home: string;
let running: TestSystem | undefined;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'stock-mate-supervisor-'));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function start(): Promise<TestSystem> {
  running = await startSystem({ home });
  return running;
}

/** Numbers of the processes that have to do with the data folder, by their command line or environment. */
async function processesOf(folder: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const texts = await Promise.all(
        ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      return texts.some((text) => text.includes(folder)) ? [pid] : [];
    }),
  );
  return found.flat();
}

/** Runs the supervisor until it ends by itself, or by a signal after a while. */
async function tryToStart(
  args: readonly string[],
  env: Record<string, string>,
  terminateAfterMs?: number,
): Promise<{ code: number; text: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (terminateAfterMs !== undefined) setTimeout(() => child.kill('SIGTERM'), terminateAfterMs);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code, signal] = (await once(child, 'exit')) as [number, string | null];
  return { code, text: `${text}${signal ?? ''}` };
}

async function postmasterPid(): Promise<number> {
  const file = join(home, 'postgres', 'cluster', 'postmaster.pid');
  return Number((await readFile(file, 'utf8')).split('\n')[0]);
}

async function health(system: TestSystem): Promise<number> {
  return (await fetch(`${system.endpoints.api}/health`)).status;
}

describe('the supervisor', () => {
  it('says one line per part, then where to go, and keeps its files to itself', async () => {
    const system = await start();
    const lines = system.output().trim().split('\n');
    expect(lines[0]).toContain(home);
    for (const part of [
      'Postgres',
      'SNS, SQS',
      'DynamoDB',
      'Lambda',
      'Step Functions',
      'identity',
      'API gateway',
      'scheduler',
    ]) {
      expect(lines.filter((line) => line.trim().startsWith(part))).toHaveLength(1);
    }
    expect(lines.at(-1)).toBe(`Ready: ${system.endpoints.api}`);
    expect(system.endpoints.home).toBe(home);
    for (const file of ['secrets.json', 'endpoints.json']) {
      expect((await stat(join(home, file))).mode & 0o077).toBe(0);
    }
    expect(await health(system)).toBe(200);
  });

  it('leaves no process and no endpoints behind when it is stopped, within ten seconds', async () => {
    const system = await start();
    await health(system);
    const begin = performance.now();
    await system.stop();
    expect(performance.now() - begin).toBeLessThan(10_000);
    expect(await processesOf(home)).toEqual([]);
    expect(await readdir(home)).not.toContain('endpoints.json');
  });

  it('refuses a second instance on the same folder', async () => {
    const system = await start();
    const { code, text } = await tryToStart(['--no-web'], { STOCK_MATE_HOME: home });
    expect(code).toBe(1);
    expect(text).toContain(`running already in ${home} (process ${system.pid})`);
    expect(await health(system)).toBe(200);
  });

  it('goes on after kill -9 of everything, at the same inner addresses', async () => {
    const first = await start();
    await first.kill9();
    const second = await start();
    expect(second.endpoints).toMatchObject({
      issuer: first.endpoints.issuer,
      sfn: first.endpoints.sfn,
      database: first.endpoints.database,
    });
    expect(await health(second)).toBe(200);
  });

  it('goes on after kill -9 of the supervisor alone, whose functions end with it', async () => {
    const first = await start();
    await health(first);
    process.kill(first.pid, 'SIGKILL');
    await delay(1_000);
    // Postgres alone stays, and is taken over at the next start.
    const left = await Promise.all(
      (await processesOf(home)).map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    expect(left.filter((command) => command !== '' && !command.includes('postgres'))).toEqual([]);
    const second = await start();
    expect(await health(second)).toBe(200);
    await second.stop();
    expect(await processesOf(home)).toEqual([]);
  });

  it('goes on after kill -9 of the database', async () => {
    const system = await start();
    await health(system);
    const pid = await postmasterPid();
    process.kill(pid, 'SIGKILL');
    await expect.poll(postmasterPid, { timeout: 20_000 }).not.toBe(pid);
    await expect.poll(() => health(system), { timeout: 20_000 }).toBe(200);
  });

  it('can be stopped while it starts', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'stock-mate-supervisor-'));
    const env = { STOCK_MATE_HOME: fresh, API_PORT: String(await choosePort()) };
    for (const afterMs of [300, 900, 1_500]) {
      const ended = tryToStart(['--no-web'], env, afterMs);
      expect((await ended).text).toMatch(/Stopping …|SIGTERM/);
      await expect.poll(() => processesOf(fresh), { timeout: 5_000 }).toEqual([]);
    }
    await rm(fresh, { recursive: true, force: true });
  });

  it('leaves no database behind that it was just starting again', async () => {
    const system = await start();
    process.kill(await postmasterPid(), 'SIGKILL');
    await delay(20);
    await system.stop();
    expect(await processesOf(home)).toEqual([]);
  });

  it('says which port is taken and what to do, and starts nothing', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { code, text } = await tryToStart(['--no-web'], { STOCK_MATE_HOME: home, API_PORT: port });
    blocker.close();
    expect(code).toBe(1);
    expect(text).toContain(`port ${port} is taken by another program: stop that, or set API_PORT`);
    expect(await processesOf(home)).toEqual([]);
  });

  it('uses the database and the queues that are elsewhere, and starts none of its own', async () => {
    await using database = await startTestDatabase();
    const messaging = await startMessaging();
    const env = {
      DATABASE_URL: database.ownerUrl,
      AWS_ENDPOINT_URL_SNS: messaging.url,
      AWS_ENDPOINT_URL_SQS: messaging.url,
    };
    await using system = await startSystem({ env });
    expect(system.output()).not.toContain('SNS, SQS');
    expect(system.output()).toContain(`Postgres         ${new URL(database.ownerUrl).host}`);
    expect(system.endpoints).toMatchObject({ database: database.ownerUrl, sns: messaging.url });
    expect(await readdir(system.endpoints.home)).not.toContain('postgres');
    expect(await health(system)).toBe(200);
    await system.stop();
    await messaging.stop();
  });

  it('throws data away only when it is told so, and only its own', async () => {
    const asked = await tryToStart(['--fresh', '--no-web'], { STOCK_MATE_HOME: home });
    expect(asked).toMatchObject({ code: 2, text: expect.stringContaining('--yes') as string });
    const foreign = await mkdtemp(join(tmpdir(), 'stock-mate-foreign-'));
    const file = join(foreign, 'thesis.txt');
    await writeFile(file, 'years of work');
    const refused = await tryToStart(['--fresh', '--yes', '--no-web'], { STOCK_MATE_HOME: foreign });
    expect(refused).toMatchObject({ code: 2, text: expect.stringContaining('does not look like') as string });
    expect(await readFile(file, 'utf8')).toBe('years of work');
    await rm(foreign, { recursive: true, force: true });
  });

  it('explains its command line, and refuses what it does not know', async () => {
    expect(await tryToStart(['--help'], {})).toMatchObject({
      code: 0,
      text: expect.stringContaining('--empty') as string,
    });
    expect(await tryToStart(['--emty'], {})).toMatchObject({
      code: 2,
      text: expect.stringContaining('--emty') as string,
    });
    expect(await tryToStart([], { PORT: 'eighty' })).toMatchObject({ code: 2 });
  });
});
