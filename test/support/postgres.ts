/** A database of its own for tests that need nothing but Postgres: started in a fraction of a second. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrate, openRoles } from '#infra/database/migrate.ts';
import { startPostgres } from '#infra/local/postgres/server.ts';
import type { DatabaseRole } from '#infra/topology.ts';

const rolePassword = 'test';

/** A running Postgres with all migrations applied. */
export type TestDatabase = {
  /** The owner's address of the product's database. */
  readonly ownerUrl: string;
  /** The empty database for workflow engines. */
  readonly workflowsUrl: string;
  /** The address with which a function of the given role logs in. */
  roleUrl(role: DatabaseRole): string;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Starts a throw-away Postgres from a template that is made once per state of the migrations. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'stock-mate-test-postgres-'));
  const dataDirectory = join(folder, 'data');
  // Five times faster than fs.cp for a thousand small files, and it keeps their owner.
  await promisify(execFile)('cp', ['-a', await template(), dataDirectory]);
  // Each of several at once takes any free port instead of the template's.
  await rm(join(dataDirectory, 'port'), { force: true });
  const server = await startPostgres({ dataDirectory });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return {
    ownerUrl: server.ownerUrl('stock_mate'),
    workflowsUrl: server.ownerUrl('workflows'),
    roleUrl(role) {
      const url = new URL(server.ownerUrl('stock_mate'));
      url.username = role;
      url.password = rolePassword;
      return url.href;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function template(): Promise<string> {
  const folder = join(
    tmpdir(),
    `stock-mate-test-template-${process.getuid?.() ?? 0}-${await migrationsHash()}`,
  );
  if (existsSync(folder)) return folder;
  const unfinished = await mkdtemp(`${folder}-`);
  const server = await startPostgres({ dataDirectory: unfinished });
  try {
    await migrate(server.ownerUrl('stock_mate'));
    await openRoles(server.ownerUrl('stock_mate'), rolePassword);
  } finally {
    await server.stop();
  }
  try {
    await rename(unfinished, folder);
  } catch (error) {
    // Another test process has made it meanwhile.
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

async function migrationsHash(): Promise<string> {
  const database = join(import.meta.dirname, '..', '..', 'infra', 'database');
  const migrations = join(database, 'migrations');
  const files = [
    join(database, 'roles.sql'),
    ...(await readdir(migrations)).toSorted().map((name) => join(migrations, name)),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}
