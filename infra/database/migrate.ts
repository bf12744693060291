/** Brings a database to the newest schema: numbered .sql files, forward only, each in one transaction. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import postgres from 'postgres';

const folder = import.meta.dirname;

/** Names of the login roles, as in roles.sql. */
const databaseRoles = [
  'app_query',
  'app_emit',
  'app_persist',
  'app_resolve',
  'app_start',
  'app_sweep_outbox',
  'app_sweep_approvals',
  'app_sweep_mails',
  'app_sweep_history',
  'app_sweep_partitions',
] as const;

type Migration = { readonly name: string; readonly text: string; readonly sha256: string };

/** Opens one connection as the owner, for the time of `use`. */
export async function asOwner<T>(url: string, use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await use(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Applies what is missing and returns the names of the files applied. Two runs at once queue on a lock.
 * Throws when a file that was applied has been changed since: migrations are history.
 */
export async function migrate(url: string): Promise<readonly string[]> {
  const migrations = await readMigrations();
  const roles = await readFile(join(folder, 'roles.sql'), 'utf8');
  return asOwner(url, async (sql) => {
    // Held until the connection ends, so that two starts at once migrate one after the other.
    await sql`SELECT pg_advisory_lock(hashtext('stock-mate migrations'))`;
    await sql.unsafe(roles);
    await sql`CREATE TABLE IF NOT EXISTS schema_migrations
      (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`;
    const rows = await sql<{ name: string; sha256: string }[]>`SELECT name, sha256 FROM schema_migrations`;
    const applied = new Map(rows.map((row) => [row.name, row.sha256]));
    const done: string[] = [];
    for (const migration of migrations) {
      const before = applied.get(migration.name);
      if (before === migration.sha256) continue;
      if (before !== undefined) {
        throw new Error(
          `migration ${migration.name} was changed after it had been applied; restore it and add a new file`,
        );
      }
      await apply(sql, migration);
      done.push(migration.name);
    }
    return done;
  });
}

/** Lets every role of the product log in with the password. */
export async function openRoles(url: string, password: string): Promise<void> {
  if (!/^[A-Za-z0-9_-]+$/.test(password)) {
    throw new Error('the password of the database roles may hold letters, digits, - and _ only');
  }
  await asOwner(url, async (sql) => {
    for (const role of databaseRoles) await sql.unsafe(`ALTER ROLE ${role} LOGIN PASSWORD '${password}'`);
  });
}

async function apply(sql: postgres.Sql, migration: Migration): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction.unsafe(migration.text);
    await transaction`INSERT INTO schema_migrations (name, sha256) VALUES (${migration.name}, ${migration.sha256})`;
  });
}

async function readMigrations(): Promise<readonly Migration[]> {
  const directory = join(folder, 'migrations');
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(directory, name), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}
