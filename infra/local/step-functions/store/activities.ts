import type { Sql } from './connection.ts';

export type ActivityRow = {
  readonly arn: string;
  readonly name: string;
  readonly tags: string;
  readonly created_at: number;
};

const columns = (sql: Sql) =>
  sql`arn, name, tags, (extract(epoch from created_at) * 1000)::float8 as created_at`;

export async function findActivity(sql: Sql, arn: string): Promise<ActivityRow | undefined> {
  const [row] = await sql<
    ActivityRow[]
  >`select ${columns(sql)} from step_functions.activity where arn = ${arn}`;
  return row;
}

/** Activities by name, after a name. */
export async function listActivities(
  sql: Sql,
  after: string,
  limit: number,
): Promise<readonly ActivityRow[]> {
  return sql<ActivityRow[]>`
    select ${columns(sql)} from step_functions.activity where name > ${after} order by name limit ${limit}`;
}

/** Adds an activity unless it is there. */
export async function insertActivity(
  sql: Sql,
  activity: Pick<ActivityRow, 'arn' | 'name' | 'tags'>,
): Promise<void> {
  await sql`insert into step_functions.activity ${sql({ ...activity })} on conflict do nothing`;
}

export async function deleteActivity(sql: Sql, arn: string): Promise<void> {
  await sql`delete from step_functions.activity where arn = ${arn}`;
}
