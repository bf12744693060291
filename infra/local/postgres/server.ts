import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, openSync, closeSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { choosePort } from '#infra/local/ports.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster, ownerRole, type PostgresPrograms } from './cluster.ts';
import { isReady, stopLeftover, stopServer } from './postmaster.ts';
import { chooseRunAs, commandOf, type RunAs } from './run-as.ts';

/** A running PostgreSQL server with the databases `stock_mate` and `workflows`. */
export type PostgresServer = {
  /** The owner's address of a database. */
  readonly ownerUrl: (database: string) => string;
  readonly stop: () => Promise<void>;
};

export type PostgresOptions = {
  readonly dataDirectory: string;
  /** Wished port; without it the one of the last start; a taken port is replaced by any free one. */
  readonly port?: number;
  /** How the programs may be run; by default what suits this user. */
  readonly ways?: readonly RunAs[];
  readonly log?: (line: string) => void;
};

/** Made for two cores and one small business; durability settings are left as strict as they come. */
const settings: readonly string[] = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=150',
  'shared_buffers=128MB',
  'effective_cache_size=1GB',
  'work_mem=8MB',
  'maintenance_work_mem=64MB',
  'max_wal_size=1GB',
  'random_page_cost=1.1',
  'max_worker_processes=4',
  'max_parallel_workers_per_gather=1',
  'jit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'timezone=UTC',
  'log_timezone=UTC',
];

/**
 * Starts PostgreSQL on loopback, after stopping what a killed predecessor left; makes the cluster at first.
 * A server that ends by itself is started again.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const dataDirectory = resolve(options.dataDirectory);
  const log = options.log ?? (() => {});
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const binaries = await findBinaries();
  const programs = { binaries, runAs: await chooseRunAs(binaries.postgres, options.ways) };
  if (!existsSync(join(dataDirectory, 'cluster'))) log('making a new database cluster');
  const { folder, password } = await ensureCluster(dataDirectory, programs);
  await stopLeftover(folder);
  const port = await rememberedPort(dataDirectory, options.port);
  const stop = await keepRunning({ dataDirectory, folder, port, programs }, log);
  return {
    ownerUrl: (database) => `postgres://${ownerRole}:${password}@127.0.0.1:${port}/${database}`,
    stop,
  };
}

/** Launches the server, again whenever it ends by itself; returns how to stop it. */
async function keepRunning(what: Launch, log: (line: string) => void): Promise<() => Promise<void>> {
  let server = await launch(what);
  let isStopping = false;
  let reviving = Promise.resolve();
  const revive = async (): Promise<void> => {
    while (!isStopping) {
      log('PostgreSQL ended by itself; it is started again');
      try {
        watch(await launch(what));
        return;
      } catch (error) {
        log(String(error));
        await delay(1000);
      }
    }
  };
  const watch = (started: ChildProcess): void => {
    server = started;
    server.once('exit', () => {
      reviving = revive();
    });
  };
  watch(server);
  // Whatever ends this process, short of kill -9, ends the server too; its log makes that safe for the data.
  const endAtOnce = (): void => void server.kill('SIGQUIT');
  process.once('exit', endAtOnce);
  return async () => {
    isStopping = true;
    process.off('exit', endAtOnce);
    await reviving;
    if (server.pid !== undefined && server.exitCode === null && server.signalCode === null) {
      await stopServer(server.pid);
    }
  };
}

async function rememberedPort(dataDirectory: string, wished: number | undefined): Promise<number> {
  const file = join(dataDirectory, 'port');
  const last = existsSync(file) ? Number(await readFile(file, 'utf8')) : undefined;
  const port = await choosePort(wished ?? last);
  await writeFile(file, String(port));
  return port;
}

type Launch = {
  readonly dataDirectory: string;
  readonly folder: string;
  readonly port: number;
  readonly programs: PostgresPrograms;
};

/** Backends of a killed server may hold its memory for a moment longer, so a first refusal is not the last word. */
async function launch(what: Launch): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const server = spawnServer(what);
    if (await becomesReady(server, what.folder)) return server;
    const log = await lastLines(join(what.dataDirectory, 'postgres.log'));
    if (attempt === 5 || !log.includes('pre-existing shared memory block')) {
      throw new Error(`PostgreSQL does not start (exit code ${server.exitCode}); its log ends with:\n${log}`);
    }
    await delay(1000);
  }
}

function spawnServer({ dataDirectory, folder, port, programs }: Launch): ChildProcess {
  const { command, args } = commandOf(programs.runAs, programs.binaries.postgres, [
    '-D',
    folder,
    ...[...settings, `port=${port}`].flatMap((setting) => ['-c', setting]),
  ]);
  const log = openSync(join(dataDirectory, 'postgres.log'), 'a', 0o600);
  try {
    // In a session of its own: Ctrl-C is for the supervisor, which stops the database last.
    return spawn(command, args, { cwd: folder, stdio: ['ignore', log, log], detached: true });
  } finally {
    closeSync(log);
  }
}

async function becomesReady(server: ChildProcess, folder: string): Promise<boolean> {
  const failed = new Promise<boolean>((settle) => {
    server.once('exit', () => settle(false));
    server.once('error', () => settle(false));
  });
  const polled = async (): Promise<boolean> => {
    // Recovery after a crash can take its time; an ended server ends the waiting.
    while (server.exitCode === null && server.signalCode === null && server.pid !== undefined) {
      if (await isReady(folder, server.pid)) return true;
      await delay(20);
    }
    return false;
  };
  return await Promise.race([failed, polled()]);
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-8).join('\n');
}
