import type { ExecutionStatus, HistoryEvent } from '#infra/local/step-functions/engine/execution.ts';
import { type Frame, frameFromText } from '#infra/local/step-functions/engine/frame.ts';
import type { Sql } from './connection.ts';

/** A row of `execution`, with times in milliseconds. */
export type ExecutionRow = {
  readonly id: number;
  readonly arn: string;
  readonly name: string;
  readonly machine_arn: string;
  readonly version_arn: string | null;
  readonly alias_arn: string | null;
  readonly revision: number;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly trace_header: string | null;
  readonly started_at: number;
  readonly stopped_at: number | null;
  readonly redrive_count: number;
  readonly redriven_at: number | null;
  readonly map_run_arn: string | null;
};

const columns = (sql: Sql) => sql`
  id::float8, arn, name, machine_arn, version_arn, alias_arn, revision::float8, status, input, output, error, cause,
  trace_header, (extract(epoch from started_at) * 1000)::float8 as started_at,
  (extract(epoch from stopped_at) * 1000)::float8 as stopped_at, redrive_count,
  (extract(epoch from redriven_at) * 1000)::float8 as redriven_at, map_run_arn`;

export async function findExecution(sql: Sql, arn: string): Promise<ExecutionRow | undefined> {
  const [row] = await sql<
    ExecutionRow[]
  >`select ${columns(sql)} from step_functions.execution where arn = ${arn}`;
  return row;
}

export async function runningExecutions(sql: Sql): Promise<readonly ExecutionRow[]> {
  return sql<
    ExecutionRow[]
  >`select ${columns(sql)} from step_functions.execution where status = 'RUNNING' order by id`;
}

export async function lastExecutionId(sql: Sql): Promise<number> {
  const [row] = await sql<
    { id: number }[]
  >`select coalesce(max(id), 0)::float8 as id from step_functions.execution`;
  return row?.id ?? 0;
}

/** Which executions a list wants, newest first. */
export type ExecutionFilter = {
  readonly machineArn: string;
  readonly by: 'machine_arn' | 'version_arn' | 'alias_arn';
  readonly status: string | undefined;
  readonly redrive: 'REDRIVEN' | 'NOT_REDRIVEN' | undefined;
  readonly after: { readonly startedAt: number; readonly id: number } | undefined;
  readonly limit: number;
};

export async function listExecutions(sql: Sql, filter: ExecutionFilter): Promise<readonly ExecutionRow[]> {
  const { status, redrive, after } = filter;
  return sql<ExecutionRow[]>`
    select ${columns(sql)} from step_functions.execution
    where ${sql(filter.by)} = ${filter.machineArn}
      ${status === undefined ? sql`` : sql`and status = ${status}`}
      ${redrive === undefined ? sql`` : redrive === 'REDRIVEN' ? sql`and redrive_count > 0` : sql`and redrive_count = 0`}
      ${after ? sql`and (started_at, id) < (to_timestamp(${after.startedAt}::float8 / 1000), ${after.id}::bigint)` : sql``}
    order by started_at desc, id desc limit ${filter.limit}`;
}

/** A page of a history, from an event id on, in either order. */
export type HistoryPage = {
  readonly executionId: number;
  readonly from: number;
  readonly limit: number;
  readonly reverse: boolean;
};

export async function readHistory(sql: Sql, page: HistoryPage): Promise<readonly HistoryEvent[]> {
  return sql<HistoryEvent[]>`
    select id, previous, (extract(epoch from at) * 1000)::float8 as at, type, details from step_functions.event
    where execution_id = ${page.executionId} and ${page.reverse ? sql`id <= ${page.from}` : sql`id >= ${page.from}`}
    order by id ${page.reverse ? sql`desc` : sql`asc`} limit ${page.limit}`;
}

export async function lastEventId(sql: Sql, executionId: number): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    select coalesce(max(id), 0) as id from step_functions.event where execution_id = ${executionId}`;
  return row?.id ?? 0;
}

/** The checkpoint of an execution. */
export async function readFrames(sql: Sql, executionId: number): Promise<readonly Frame[]> {
  const rows = await sql<{ body: string; items: string | null }[]>`
    select body, items from step_functions.frame where execution_id = ${executionId} order by id`;
  return rows.map((row) => frameFromText(row.body, row.items));
}

/** Removes the ended executions of a machine: a new machine of an old name begins without them. */
export async function forgetExecutions(sql: Sql, machineArn: string): Promise<void> {
  await sql`
    with gone as (
      delete from step_functions.execution where machine_arn = ${machineArn} and status <> 'RUNNING' returning id
    ), events as (
      delete from step_functions.event where execution_id in (select id from gone)
    )
    delete from step_functions.frame where execution_id in (select id from gone)`;
}
