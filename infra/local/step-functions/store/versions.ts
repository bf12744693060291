import type { Sql } from './connection.ts';
import type { MachineRow } from './machines.ts';

/** A published version with what it runs. */
export type VersionRow = Pick<
  MachineRow,
  'name' | 'revision_id' | 'definition' | 'role_arn' | 'type' | 'configuration' | 'initial'
> & {
  readonly machine_arn: string;
  readonly number: number;
  readonly revision: number;
  readonly description: string | null;
  readonly version_created_at: number;
};

/** Above every version number. */
export const noVersion = 2_147_483_647;

const columns = (sql: Sql) => sql`
  v.machine_arn, v.number, v.revision::float8, v.description, m.name, r.revision_id, r.definition, r.role_arn, r.type,
  r.configuration, r.initial, (extract(epoch from v.created_at) * 1000)::float8 as version_created_at`;

const tables = (sql: Sql) => sql`
  step_functions.version v join step_functions.revision r on r.id = v.revision
  join step_functions.machine m on m.arn = v.machine_arn`;

export async function findVersion(
  sql: Sql,
  machineArn: string,
  number: number,
): Promise<VersionRow | undefined> {
  const [row] = await sql<VersionRow[]>`
    select ${columns(sql)} from ${tables(sql)} where v.machine_arn = ${machineArn} and v.number = ${number}`;
  return row;
}

/** Versions, newest first, below a number. */
export async function listVersions(
  sql: Sql,
  machineArn: string,
  page: { readonly below: number; readonly limit: number },
): Promise<readonly VersionRow[]> {
  return sql<VersionRow[]>`
    select ${columns(sql)} from ${tables(sql)} where v.machine_arn = ${machineArn} and v.number < ${page.below}
    order by v.number desc limit ${page.limit}`;
}

export type NewVersion = {
  readonly machineArn: string;
  readonly revision: number;
  readonly description: string | null;
};

/** Publishes a revision; one that is the newest version already stays that version. */
export async function publishVersion(sql: Sql, version: NewVersion): Promise<VersionRow> {
  const [newest] = await listVersions(sql, version.machineArn, { below: noVersion, limit: 1 });
  if (newest?.revision === version.revision) return newest;
  const [inserted] = await sql<{ number: number }[]>`
    with counted as (
      update step_functions.machine set last_version = last_version + 1 where arn = ${version.machineArn}
      returning last_version
    )
    insert into step_functions.version (machine_arn, number, revision, description)
    select ${version.machineArn}, last_version, ${version.revision}::bigint, ${version.description}::text from counted
    returning number`;
  const number = inserted?.number ?? 0;
  const row = await findVersion(sql, version.machineArn, number);
  if (!row)
    throw new Error(
      `Version ${String(number)} of ${version.machineArn} is gone right after it was published.`,
    );
  return row;
}

export async function deleteVersion(sql: Sql, machineArn: string, number: number): Promise<void> {
  await sql`delete from step_functions.version where machine_arn = ${machineArn} and number = ${number}`;
}
