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
