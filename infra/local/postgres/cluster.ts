import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './binaries.ts';
import { commandOf, type RunAs } from './run-as.ts';

const execute = promisify(execFile);

/** Owns both databases; like the master user on RDS it is no superuser, so row-level security binds it too. */
export const ownerRole = 'stock_mate';

/** The product's database, and that of the Step Functions stand-in. */
const databases = ['stock_mate', 'workflows'] as const;

/** A data folder made ready for a server. */
export type Cluster = { readonly folder: string; readonly password: string };

/** The programs, and how this user runs them. */
export type PostgresPrograms = { readonly binaries: PostgresBinaries; readonly runAs: RunAs };

/** Makes the cluster with its owner and databases, unless it is there already. */
export async function ensureCluster(dataDirectory: string, programs: PostgresPrograms): Promise<Cluster> {
  const folder = join(dataDirectory, 'cluster');
  const passwordFile = join(dataDirectory, 'password');
  if (existsSync(folder)) return { folder, password: await readFile(passwordFile, 'utf8') };

  // Made beside its place and moved there when whole: a kill in between leaves nothing half done.
  const unfinished = join(dataDirectory, 'cluster.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  await writeFile(passwordFile, password, { mode: 0o600 });
  const { owner } = programs.runAs;
  if (owner !== undefined) {
    for (const path of [dataDirectory, passwordFile, unfinished]) await chown(path, owner, owner);
  }
  await initialise(unfinished, passwordFile, programs);
  await createDatabases(unfinished, password, programs);
  await rename(unfinished, folder);
  return { folder, password };
}

async function initialise(
  folder: string,
  passwordFile: string,
  { binaries, runAs }: PostgresPrograms,
): Promise<void> {
  const { command, args } = commandOf(runAs, binaries.initdb, [
    `--pgdata=${folder}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]);
  await execute(command, args, { cwd: folder });
}

/** Speaks to the cluster in single-user mode, so that no network door is open before it is set up. */
async function createDatabases(
  folder: string,
  password: string,
  { binaries, runAs }: PostgresPrograms,
): Promise<void> {
  const statements = [
    `CREATE ROLE ${ownerRole} LOGIN CREATEROLE CREATEDB PASSWORD '${password}'`,
    ...databases.map((name) => `CREATE DATABASE ${name} OWNER ${ownerRole}`),
  ];
  const { command, args } = commandOf(runAs, binaries.postgres, ['--single', '-D', folder, 'postgres']);
  const running = execute(command, args, { cwd: folder });
  running.child.stdin?.end(`${statements.join(';\n')};\n`);
  const { stderr } = await running;
  // Single-user mode goes on after a failed statement and ends with 0.
  if (stderr.includes('ERROR:')) {
    throw new Error(`PostgreSQL could not make the databases ${databases.join(', ')}: ${stderr.trim()}`);
  }
}
