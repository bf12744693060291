import type { Sql } from './connection.ts';

/** An alias; its routing is JSON text: `[{stateMachineVersionArn, weight}]`. */
export type AliasRow = {
  readonly arn: string;
  readonly machine_arn: string;
  readonly name: string;
  readonly description: string | null;
  readonly routing: string;
  readonly created_at: number;
  readonly updated_at: number;
};

const columns = (sql: Sql) => sql`
  arn, machine_arn, name, description, routing, (extract(epoch from created_at) * 1000)::float8 as created_at,
  (extract(epoch from updated_at) * 1000)::float8 as updated_at`;

export async function findAlias(sql: Sql, arn: string): Promise<AliasRow | undefined> {
  const [row] = await sql<AliasRow[]>`select ${columns(sql)} from step_functions.alias where arn = ${arn}`;
  return row;
}

/** Aliases of a machine, by name. */
export async function aliasesOf(sql: Sql, machineArn: string): Promise<readonly AliasRow[]> {
  return sql<AliasRow[]>`
    select ${columns(sql)} from step_functions.alias where machine_arn = ${machineArn} order by name collate "C"`;
}

export type NewAlias = Pick<AliasRow, 'arn' | 'machine_arn' | 'name' | 'description' | 'routing'>;

/** Adds an alias; false if there is one of that ARN already. */
export async function insertAlias(sql: Sql, alias: NewAlias): Promise<boolean> {
  const rows =
    await sql`insert into step_functions.alias ${sql({ ...alias })} on conflict do nothing returning arn`;
  return rows.length > 0;
}

export async function updateAlias(
  sql: Sql,
  alias: Pick<AliasRow, 'arn' | 'description' | 'routing'>,
): Promise<void> {
  await sql`
    update step_functions.alias set description = ${alias.description}, routing = ${alias.routing}, updated_at = now()
    where arn = ${alias.arn}`;
}

export async function deleteAlias(sql: Sql, arn: string): Promise<void> {
  await sql`delete from step_functions.alias where arn = ${arn}`;
}
