import { randomBytes } from 'node:crypto';
import type { Sql } from './connection.ts';

/**
 * The tables, one entry per version; entries are only ever added.
 * Payloads are text, not jsonb: AWS gives back what it was given, and jsonb refuses \u0000.
 */
const versions: readonly string[] = [
  `
  create table step_functions.setting (name text primary key, value text not null);

  -- A machine's definition at one time; executions keep the one they started with.
  create table step_functions.revision (
    id bigint generated always as identity primary key,
    revision_id text not null unique,
    machine_arn text not null,
    definition text not null,
    role_arn text not null,
    type text not null,
    configuration text not null,
    created_at timestamptz not null default now()
  );

  create table step_functions.machine (
    arn text primary key,
    name text not null,
    revision bigint not null,
    tags text not null default '[]',
    created_at timestamptz not null default now(),
    updated_at timestamptz
  );

  create table step_functions.version (
    machine_arn text not null,
    number int not null,
    revision bigint not null,
    description text,
    created_at timestamptz not null default now(),
    primary key (machine_arn, number)
  );

  create table step_functions.alias (
    arn text primary key,
    machine_arn text not null,
    name text not null,
    description text,
    routing text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );

  create table step_functions.activity (
    arn text primary key,
    name text not null,
    tags text not null default '[]',
    created_at timestamptz not null default now()
  );

  create table step_functions.execution (
    id bigint primary key,
    arn text not null unique,
    name text not null,
    machine_arn text not null,
    version_arn text,
    alias_arn text,
    revision bigint not null,
    status text not null,
    input text not null,
    output text,
    error text,
    cause text,
    trace_header text,
    started_at timestamptz not null,
    stopped_at timestamptz,
    redrive_count int not null default 0,
    redriven_at timestamptz,
    map_run_arn text
  );
  create index execution_by_machine on step_functions.execution (machine_arn, started_at desc, id desc);
  create index execution_running on step_functions.execution (id) where status = 'RUNNING';

  -- The checkpoint: one row per thread of a running (or redrivable) execution.
  create table step_functions.frame (
    execution_id bigint not null,
    id int not null,
    body text not null,
    items text,
    primary key (execution_id, id)
  ) with (fillfactor = 70);

  create table step_functions.event (
    execution_id bigint not null,
    id int not null,
    previous int not null,
    at timestamptz not null,
    type text not null,
    details text,
    primary key (execution_id, id)
  );
  `,
  `
  -- Numbers of deleted versions are not given out again.
  alter table step_functions.machine add column if not exists last_version int not null default 0;
  -- AWS shows no revision id for what a machine was created with.
  alter table step_functions.revision add column if not exists initial boolean not null default false;
  `,
];

/** Brings the schema to the newest version; safe to run by several at once. */
export async function migrate(sql: Sql): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(hashtext('step_functions.migrate'))`;
    await transaction`create schema if not exists step_functions`;
    await transaction`create table if not exists step_functions.schema_version (version int primary key)`;
    const [row] = await transaction<{ version: number }[]>`
      select coalesce(max(version), 0)::int as version from step_functions.schema_version`;
    for (const [i, statements] of versions.entries()) {
      if (i < (row?.version ?? 0)) continue;
      await transaction.unsafe(statements);
      await transaction`insert into step_functions.schema_version values (${i + 1})`;
    }
  });
}

/** The key that signs task tokens: made once, so that tokens outlive the process. */
export async function tokenKey(sql: Sql): Promise<Buffer> {
  const fresh = randomBytes(32).toString('hex');
  await sql`insert into step_functions.setting values ('token_key', ${fresh}) on conflict do nothing`;
  const [row] = await sql<
    { value: string }[]
  >`select value from step_functions.setting where name = 'token_key'`;
  return Buffer.from(row?.value ?? fresh, 'hex');
}
