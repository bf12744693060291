import type { Sql } from './connection.ts';

/** A machine with the revision it stands at. */
export type MachineRow = {
  readonly arn: string;
  readonly name: string;
  readonly revision: number;
  readonly revision_id: string;
  readonly definition: string;
  readonly role_arn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly configuration: string;
  readonly initial: boolean;
  readonly tags: string;
  readonly created_at: number;
  readonly updated_at: number | null;
};

/** A definition at one time. */
export type RevisionRow = {
  readonly id: number;
  readonly revision_id: string;
  readonly machine_arn: string;
  readonly definition: string;
  readonly role_arn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly configuration: string;
  /** True for what the machine was created with. */
  readonly initial: boolean;
  readonly created_at: number;
};

const columns = (sql: Sql) => sql`
  m.arn, m.name, m.revision::float8, r.revision_id, r.definition, r.role_arn, r.type, r.configuration, r.initial, m.tags,
  (extract(epoch from m.created_at) * 1000)::float8 as created_at,
  (extract(epoch from m.updated_at) * 1000)::float8 as updated_at`;

export async function findMachine(sql: Sql, arn: string): Promise<MachineRow | undefined> {
  const [row] = await sql<MachineRow[]>`
    select ${columns(sql)} from step_functions.machine m join step_functions.revision r on r.id = m.revision
    where m.arn = ${arn}`;
  return row;
}

/** Machines by name, after a name. */
export async function listMachines(sql: Sql, after: string, limit: number): Promise<readonly MachineRow[]> {
  return sql<MachineRow[]>`
    select ${columns(sql)} from step_functions.machine m join step_functions.revision r on r.id = m.revision
    where m.name > ${after} order by m.name limit ${limit}`;
}

/** What a revision consists of. */
export type NewRevision = Pick<
  RevisionRow,
  'machine_arn' | 'definition' | 'role_arn' | 'type' | 'configuration' | 'revision_id'
>;

/** Adds a machine; false if there is one of that ARN already. */
export async function insertMachine(
  sql: Sql,
  machine: { readonly name: string; readonly tags: string },
  revision: NewRevision,
): Promise<boolean> {
  const rows = await sql`
    with new_revision as (
      insert into step_functions.revision ${sql({ ...revision, initial: true })} returning id
    )
    insert into step_functions.machine (arn, name, revision, tags)
    select ${revision.machine_arn}, ${machine.name}, id, ${machine.tags} from new_revision
    on conflict do nothing returning arn`;
  return rows.length > 0;
}

/** Gives a machine a new revision. */
export async function updateMachine(sql: Sql, revision: NewRevision): Promise<number> {
  const rows = await sql<{ updated_at: number }[]>`
    with new_revision as (
      insert into step_functions.revision ${sql({ ...revision, initial: false })} returning id
    )
    update step_functions.machine set revision = new_revision.id, updated_at = now() from new_revision
    where arn = ${revision.machine_arn} returning (extract(epoch from updated_at) * 1000)::float8 as updated_at`;
  return rows[0]?.updated_at ?? Date.now();
}

/** Removes a machine with its versions and aliases; its executions and the revisions they run on stay. */
export async function deleteMachine(sql: Sql, arn: string): Promise<void> {
  await sql`
    with a as (delete from step_functions.alias where machine_arn = ${arn}),
         v as (delete from step_functions.version where machine_arn = ${arn})
    delete from step_functions.machine where arn = ${arn}`;
}

export async function setMachineTags(sql: Sql, arn: string, tags: string): Promise<void> {
  await sql`update step_functions.machine set tags = ${tags} where arn = ${arn}`;
}

export async function findRevision(sql: Sql, id: number): Promise<RevisionRow | undefined> {
  const [row] = await sql<RevisionRow[]>`
    select id::float8, revision_id, machine_arn, definition, role_arn, type, configuration, initial,
      (extract(epoch from created_at) * 1000)::float8 as created_at
    from step_functions.revision where id = ${id}`;
  return row;
}
